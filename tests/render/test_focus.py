"""Depth of field against the lens equation: how large a point's disc is, what stays sharp, where the light goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.perception import Intrinsics
from vivant.render import SoftwareRenderer
from vivant.render.discs import LIGHT_OF, SHARP_PX, spread_evenly, spread_out, widths
from vivant.render.focus import Focus
from vivant.render.miniature import BAND, MOST_PX, miniature
from vivant.render.planes import planes_of
from vivant.scene import Scene
from vivant.scene.scene import Layer

from synthetic import textured

WIDTH, HEIGHT, FOCAL = 160, 96, 150.0
WHOLE = (0, 0, WIDTH, HEIGHT)


def layer(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8], inverse: float) -> Layer:
    part = rgb.astype(int) * alpha[..., None] // 255
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return Layer(
        rgba=np.dstack([part, alpha]).astype(np.uint8),
        inverse=np.full((HEIGHT // 4, WIDTH // 4), inverse, np.float32),
        box=(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1),
    )


def scene_of(
    photo: NDArray[np.uint8], layers: tuple[Layer, ...] = (), subject: NDArray[np.float32] | None = None
) -> Scene:
    lens = Intrinsics(focal_px=FOCAL, cx=WIDTH / 2, cy=HEIGHT / 2, width=WIDTH, height=HEIGHT)
    return Scene(
        photo=photo,
        inside=WHOLE,
        layers=layers,
        lens=lens,
        frame=lens,
        origin=(0, 0),
        distance=1.0,
        inverse=np.full((HEIGHT // 4, WIDTH // 4), 1.0, np.float32),
        mattes={} if subject is None else {"subject": subject},
    )


def two_layers(far: float = 0.4, near: float = 1.6) -> Scene:
    """A square of texture before a wall of another."""
    back, front = textured(WIDTH, HEIGHT, 1), textured(WIDTH, HEIGHT, 2)
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[30:66, 50:110] = 255
    photo = np.where(alpha[..., None] > 0, front, back)
    return scene_of(photo, (layer(back, np.full_like(alpha, 255), far), layer(front, alpha, near)))


def lit(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    return LIGHT_OF[picture].astype(float)


def test_the_rows_of_a_disc_have_its_area() -> None:
    table = widths(12.0)
    for step, radius in ((8, 1.0), (36, 4.5), (96, 12.0)):
        area = 2 * (table[step, 0] + 2 * table[step, 1:].sum())
        assert area == pytest.approx(np.pi * radius**2, rel=1e-5)


@pytest.mark.parametrize(("inverse", "focus"), [(0.4, 1.0), (1.0, 0.4), (2.0, 1.0)])
def test_a_point_becomes_a_disc_of_the_lens_equation(inverse: float, focus: float) -> None:
    photo = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    photo[48, 80] = 160
    aperture = 0.12
    scene = replace(scene_of(photo), inverse=np.full((HEIGHT // 4, WIDTH // 4), inverse, np.float32))
    seen = Focus(scene, aperture=aperture, track=np.array([focus]), fps=24).surfaces(focus)[0][..., :3]
    radius = 0.5 * aperture * FOCAL * abs(inverse - focus)
    assert radius > 3
    light = lit(seen)[..., 0]
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    away = np.hypot(rows - 48, columns - 80)
    # What reaches each pixel is the point's light over the disc's area; beyond the rim there is none.
    assert light[away < radius - 1.5].mean() == pytest.approx(lit(np.uint8([160]))[0] / (np.pi * radius**2), rel=0.15)
    assert seen[away > radius + 1.5].max() == 0


def test_the_light_is_kept() -> None:
    photo = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    photo[40:56, 70:90] = textured(20, 16)
    out = spread_out(photo, np.full((HEIGHT, WIDTH), 6.3, np.float32), WHOLE)
    assert lit(out).sum() == pytest.approx(lit(photo).sum(), rel=0.01)


def test_what_is_even_stays_as_it_is() -> None:
    """White walls too: light drawn apart to bloom is put back."""
    for level in (0, 7, 128, 200, 255):
        photo = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
        assert (spread_out(photo, np.full((HEIGHT, WIDTH), 5.0, np.float32), WHOLE) == level).all()


def test_glints_outshine_their_disc() -> None:
    """A clipped highlight was brighter than white: its disc is brighter than the mean of what the photo shows."""
    photo = np.full((HEIGHT, WIDTH, 3), 20, np.uint8)
    photo[46:50, 78:82] = 255
    out = spread_out(photo, np.full((HEIGHT, WIDTH), 5.0, np.float32), WHOLE)
    share = 16 / (np.pi * 25)
    # The mean of linear light as the photo has it, as sRGB.
    plain = 255 * (1.055 * (share + (1 - share) * 0.007) ** (1 / 2.4) - 0.055)
    assert out[48, 80, 0] > plain + 20


def test_the_plane_in_focus_is_the_same_to_the_bit() -> None:
    scene = two_layers()
    focus = Focus(scene, aperture=0.1, track=np.array([1.6]), fps=24)
    far, near = focus.surfaces(1.6)
    assert near is scene.layers[1].rgba
    assert (far != scene.layers[0].rgba).mean() > 0.2
    frame = SoftwareRenderer(focus.scene).frame(np.eye(4), 1.0, surfaces=(far, near))
    np.testing.assert_array_equal(frame[30:66, 50:110], scene.photo[30:66, 50:110])


def test_a_near_thing_out_of_focus_spreads_over_what_is_behind() -> None:
    scene = two_layers()
    focus = Focus(scene, aperture=0.1, track=np.array([0.4]), fps=24)
    far, near = focus.surfaces(0.4)
    radius = 0.5 * 0.1 * FOCAL * 1.2
    assert far is scene.layers[0].rgba
    assert near[48, 50 - round(radius) + 2, 3] > 0, "its light goes beyond its outline"
    assert near[48, 50 - round(radius) - 2, 3] == 0
    assert near[48, 49, 3] == pytest.approx(127, abs=14), "half of the disc at the outline"
    assert focus.scene.layers[1].box[0] <= 50 - radius
    # Where it has gone, the frame shows what is behind, sharp.
    frame = SoftwareRenderer(focus.scene).frame(np.eye(4), 1.0, surfaces=(far, near))
    np.testing.assert_array_equal(frame[2:-2, 2:30], scene.photo[2:-2, 2:30])


def test_no_halo_of_a_sharp_thing_in_what_is_blurred_behind_it() -> None:
    """A red square in focus before a grey wall: no red beyond its outline."""
    back = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    red = np.zeros_like(back)
    red[..., 0] = 220
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[30:66, 50:110] = 255
    scene = scene_of(
        np.where(alpha[..., None] > 0, red, back),
        (layer(back, np.full_like(alpha, 255), 0.3), layer(red, alpha, 1.0)),
    )
    focus = Focus(scene, aperture=0.12, track=np.array([1.0]), fps=24)
    frame = SoftwareRenderer(focus.scene).frame(np.eye(4), 1.0, surfaces=focus.surfaces(1.0))
    assert (frame[alpha == 0] == 120).all()


def test_a_scene_without_layers_is_parted_at_its_subject() -> None:
    """The subject stays sharp to the pixel, the wall behind it is blurred without any of its colour."""
    photo = textured(WIDTH, HEIGHT) // 3
    photo[30:66, 50:110] = (230, 60, 40)
    subject = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    subject[30 // 4 : 66 // 4, 50 // 4 : 110 // 4] = 1.0
    inverse = np.where(subject > 0.5, 1.0, 0.3).astype(np.float32)
    scene = replace(scene_of(photo, subject=subject), inverse=inverse)
    assert len(planes_of(scene)) == 2
    focus = Focus(scene, aperture=0.12, track=np.array([1.0]), fps=24)
    (out,) = focus.surfaces(1.0)
    np.testing.assert_array_equal(out[40:56, 62:98], photo[40:56, 62:98])
    wall = np.r_[out[:16].reshape(-1, 3), out[80:].reshape(-1, 3)]
    assert wall[:, 0].max() < 110
    assert (out[:16] != photo[:16]).mean() > 0.5


def test_focus_that_is_pulled_passes_from_one_to_the_other() -> None:
    scene = two_layers()
    track = np.linspace(0.4, 1.6, 25)
    focus = Focus(scene, aperture=0.1, track=track, fps=24)
    sharpness = []
    for k in (0, 12, 24):
        textures = list(scene.surfaces)
        focus.repaint(textures, k / 24)
        sharpness.append([float(np.std(np.diff(one[32:64, 52:108, 0].astype(float), axis=1))) for one in textures])
    far, near = np.array(sharpness).T
    assert far[0] > 1.5 * far[1] > 1.5 * far[2]
    assert near[2] > 1.5 * near[1] > 1.5 * near[0]


def test_prepared_blurs_are_those_of_the_lens() -> None:
    picture = np.dstack([textured(WIDTH, HEIGHT), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    radii = np.array([SHARP_PX, 1.5, 4.0, 9.0], np.float32)
    box = (20, 16, 140, 80)
    levels = spread_evenly(picture, radii, box)
    for radius, level in zip(radii, levels, strict=True):
        exact = spread_out(picture, np.full((HEIGHT, WIDTH), radius, np.float32), WHOLE)[16:80, 20:140]
        assert np.abs(level.astype(int) - exact).max() <= 1


def test_what_others_painted_is_out_of_focus_too() -> None:
    scene = two_layers()
    focus = Focus(scene, aperture=0.1, track=np.array([1.6]), fps=24)
    textures = list(scene.surfaces)
    painted = np.zeros_like(textures[0])
    painted[..., 3] = 255
    painted[48, 20] = 255
    textures[0] = painted
    focus.repaint(textures, 0.0)
    assert textures[0][48, 23, 0] > 0
    assert textures[1] is scene.layers[1].rgba
    assert painted[48, 23, 0] == 0, "what was painted is left to its owner"


def test_what_is_painted_in_part_is_blurred_as_the_whole_would_be() -> None:
    """Nearly: in half the detail where the discs are large, and not at all where nothing was painted."""
    scene = two_layers()
    focus = Focus(scene, aperture=0.1, track=np.array([1.6]), fps=24)
    still = focus.surfaces(1.6)[0]
    painted = scene.layers[0].rgba.copy()
    painted[20:50, 100:140, :3] = 255 - painted[20:50, 100:140, :3]
    textures = [painted, scene.layers[1].rgba]
    focus.repaint(textures, 0.0)
    radius = 0.5 * 0.1 * FOCAL * 1.2
    exact = spread_out(painted, np.full((HEIGHT, WIDTH), radius, np.float32), WHOLE)
    assert np.abs(textures[0].astype(int) - exact).mean() < 2
    np.testing.assert_array_equal(textures[0][:, :80], still[:, :80])


def test_what_is_painted_behind_a_parted_subject_stays_behind_it() -> None:
    photo = np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
    photo[30:66, 50:110] = (230, 60, 40)
    subject = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    subject[30 // 4 : 66 // 4, 50 // 4 : 110 // 4] = 1.0
    scene = replace(scene_of(photo, subject=subject), inverse=np.where(subject > 0.5, 1.0, 0.3).astype(np.float32))
    focus = Focus(scene, aperture=0.12, track=np.array([1.0]), fps=24)
    painted = photo.copy()
    painted[10:20, 60:100] = 250
    textures = [painted]
    focus.repaint(textures, 0.0)
    np.testing.assert_array_equal(textures[0][40:56, 62:98], photo[40:56, 62:98])
    assert textures[0][14, 80, 0] > 150
    assert 65 < textures[0][8, 80, 0] < 240, "it is spread out"


def test_the_same_frame_twice_is_the_same() -> None:
    scene = two_layers()
    track = np.linspace(0.4, 1.6, 9)
    first, second = (Focus(scene, aperture=0.1, track=track, fps=24) for _ in range(2))
    for k in (5, 3, 5):
        one, other = list(scene.surfaces), list(scene.surfaces)
        first.repaint(one, k / 24)
        second.repaint(other, k / 24)
        for a, b in zip(one, other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_miniature_is_sharp_in_its_band() -> None:
    photo = textured(WIDTH, HEIGHT)
    scene = scene_of(photo)
    lens = replace(scene.frame, height=HEIGHT)
    (out,) = miniature(replace(scene, frame=lens)).surfaces(0.0)
    band = slice(round((0.5 - BAND) * HEIGHT) + 1, round((0.5 + BAND) * HEIGHT) - 1)
    np.testing.assert_array_equal(out[band], photo[band])
    assert MOST_PX * HEIGHT > SHARP_PX
    assert (out[:4] != photo[:4]).mean() > 0.5
