"""Several numbers at once: the colour between sixteen pixels, in vectors of 16-bit lanes.

numba has no vectors of its own, so these few steps are put down in LLVM's terms, and LLVM finds the instructions
of the processor at hand. numba's cache on disk looks at the files of the functions it compiles, and not at this one:
after a change here, kernels.py must be saved anew.
"""

# llvmlite carries no types of its own.
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

FULL = 32 * 255
"""The brightest colour: there are 32 steps to a level while one is worked out."""

PHASES = 256
"""Weights are worked out for so many places between two pixels: none is off by more than 1/512 px."""

LEVELS = 16
"""And for so many steps of smoothness."""

_SHARP = np.array([[-0.5, 1.5, -1.5, 0.5], [1.0, -2.5, 2.0, -0.5], [-0.5, 0.0, 0.5, 0.0], [0.0, 1.0, 0.0, 0.0]])
"""The four taps of Catmull and Rom's spline (columns), by powers 3, 2, 1, 0 of the fraction (rows)."""

_SMOOTH = np.array([[-1, 3, -3, 1], [3, -6, 3, 0], [-3, 0, 3, 0], [1, 4, 1, 0]]) / 6.0
"""Those of the cubic B-spline, which lets through only what is coarser than about a pixel and a half."""


def _taps() -> NDArray[np.int16]:
    """[levels, phases, 16] the weights of four taps in 2^-15, each four times: once for each byte of a pixel."""
    fractions = np.vander(np.arange(PHASES) / PHASES, 4)
    levels = np.linspace(0, 1, LEVELS)[:, None, None]
    whole = np.rint(fractions @ (_SHARP + levels * (_SMOOTH - _SHARP)) * 2**15).astype(int)
    most = whole.argmax(axis=-1, keepdims=True)
    np.put_along_axis(whole, most, np.take_along_axis(whole, most, -1) + 2**15 - whole.sum(-1, keepdims=True), -1)
    return np.repeat(np.minimum(whole, 2**15 - 1), 4, axis=-1).astype(np.int16)


TAPS = _taps()

_INDEX, _WORD = ir.IntType(32), ir.IntType(64)
_COLOUR, _ROW = ir.VectorType(ir.IntType(16), 4), ir.VectorType(ir.IntType(16), 16)
_FOUR: Any = types.UniTuple(types.int16, 4)  # type: ignore[no-untyped-call]


def _all(kind: ir.VectorType, value: int) -> ir.Constant:
    return ir.Constant(kind, [value] * kind.count)


def _lanes(build: Any, vector: Any, lanes: Any) -> Any:
    return build.shuffle_vector(vector, vector, ir.Constant(ir.VectorType(_INDEX, len(lanes)), list(lanes)))


def _at(build: Any, address: Any, offset: int, kind: Any) -> Any:
    place = build.add(address, ir.Constant(_WORD, offset))
    return build.load(build.inttoptr(place, kind.as_pointer()), align=1)


def _upper_product(build: Any, one: Any, other: Any) -> Any:
    """one * other / 2^16, rounded down, in every lane: an instruction of its own on most processors."""
    wide = ir.VectorType(ir.IntType(32), one.type.count)
    product = build.mul(build.sext(one, wide), build.sext(other, wide))
    return build.trunc(build.lshr(product, _all(wide, 16)), one.type)


def _cubic_in_lanes(typing: Any, address: Any, stride: Any, across: Any, down: Any) -> Any:
    """The colour between 4 x 4 pixels of four bytes each, the first of them at an address: int16, 32 to a level.

    stride: bytes from row to row. across, down: the addresses of the weights, in TAPS. Four pixels of a row are the
    16 lanes of one vector. Rounding down five times on the way takes three 32-ths off on average: they are put back.
    """
    del typing, address, stride, across, down

    def body(context: Any, build: Any, signature: Any, arguments: Any) -> Any:
        at, step, across, down = arguments
        total = None
        for row in range(4):
            pixels = build.shl(build.zext(_at(build, at, 0, ir.VectorType(ir.IntType(8), 16)), _ROW), _all(_ROW, 7))
            # The four lanes of a tap are one word: it is spread over the vector.
            word = build.insert_element(
                ir.Constant(ir.VectorType(_WORD, 4), ir.Undefined),
                _at(build, down, 8 * row, _WORD),
                ir.Constant(_INDEX, 0),
            )
            weighted = _upper_product(build, pixels, build.bitcast(_lanes(build, word, [0] * 4), _ROW))
            total = weighted if total is None else build.add(total, weighted)
            at = build.add(at, step)
        total = _upper_product(build, total, _at(build, across, 0, _ROW))
        pairs = build.add(_lanes(build, total, range(8)), _lanes(build, total, range(8, 16)))
        colour = build.add(_lanes(build, pairs, range(4)), _lanes(build, pairs, range(4, 8)))
        colour = build.add(colour, _all(_COLOUR, 3))
        values = [build.extract_element(colour, ir.Constant(_INDEX, k)) for k in range(4)]
        return context.make_tuple(build, signature.return_type, values)

    return _FOUR(types.int64, types.int64, types.int64, types.int64), body


cubic: Any = intrinsic(_cubic_in_lanes)


def _word_of(typing: Any, colour: Any) -> Any:
    """A colour, 32 to a level, in the bytes of one uint32: rounded, and held within 0..255."""
    del typing, colour

    def body(context: Any, build: Any, signature: Any, arguments: Any) -> Any:
        del context, signature
        value = ir.Constant(_COLOUR, ir.Undefined)
        for k in range(4):
            value = build.insert_element(value, build.extract_value(arguments[0], k), ir.Constant(_INDEX, k))
        value = build.ashr(build.add(value, _all(_COLOUR, 16)), _all(_COLOUR, 5))
        for relation, bound in (("<", 0), (">", 255)):
            limit = _all(_COLOUR, bound)
            value = build.select(build.icmp_signed(relation, value, limit), limit, value)
        return build.bitcast(build.trunc(value, ir.VectorType(ir.IntType(8), 4)), _INDEX)

    return types.uint32(_FOUR), body


word: Any = intrinsic(_word_of)


def _borrowed_of(typing: Any, array: Any) -> Any:
    """The same array without its owner, which the caller keeps: numba counts its owner's references at every call,
    which in a loop over squares costs a quarter of the time."""
    del typing

    def body(context: Any, build: Any, signature: Any, arguments: Any) -> Any:
        borrowed = context.make_array(signature.return_type)(context, build, arguments[0])
        borrowed.meminfo = ir.Constant(borrowed.meminfo.type, None)
        return borrowed._getvalue()

    return array(array), body


borrowed: Any = intrinsic(_borrowed_of)
