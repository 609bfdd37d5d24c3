"""Recipes for synthetic scenes: rooms, table tops, plants, landscapes, flat walls, portraits.

Each takes a `Props` (textures, cut-outs, furniture, a random generator) and returns a `Scene`. Walls,
posters and boxes carry photographs on purpose: texture must not read as depth.
"""

from __future__ import annotations

import cv2
import numpy as np

from geometry import Material, Mesh, box, quad, rod, textured
from render import Sky
from scenes import Props, Scene, relief


def backdrop(props: Props, z: float, size: float, *, blurred: bool = False) -> Mesh:
    """A flat wall facing the viewer at distance z, `2*size` wide, with a photograph or pattern on it."""
    material = props.surface()
    if blurred and material.mips:
        sigma = props.pick(3, 12)
        material = textured(cv2.GaussianBlur(np.ascontiguousarray(material.mips[0][..., :3]), (0, 0), sigma))
    repeat = (1, 1) if props.rng.random() < 0.6 else (3, 3)
    return quad((-size, size, z), (2 * size, 0, 0), (0, -2 * size, 0), material, repeat)


def posters(props: Props, half: float, height: float, z: float) -> list[Mesh]:
    """Framed photographs flat on the back wall: texture without depth."""
    out = []
    for _ in range(props.rng.integers(0, 6)):
        width, tall = props.pick(0.3, 1.4), props.pick(0.3, 1.2)
        x, y = props.pick(-half, half - width), props.pick(min(tall, height), height)
        out.append(quad((x, y, z - 0.02), (width, 0, 0), (0, -tall, 0), textured(props.crop((0.4, 1.0)))))
    return out


def shelf(props: Props, z: float, half: float, size: float) -> list[Mesh]:
    """Boards with rows of things on them, in front of a wall at z."""
    board, out = props.surface(), []
    depth = size * props.pick(1.0, 2.0)
    y = props.pick(0, 0.4)
    for _ in range(props.rng.integers(2, 5)):
        out.append(box(2 * half, 0.03, depth, [board]).moved(offset=(0, y, z - depth / 2)))
        x = -half
        while x < half:
            step = size * props.pick(0.25, 1.1)
            thing = props.thing(min(size * props.pick(0.5, 1.1), size))
            out.append(thing.moved(offset=(x + step / 2, y + 0.03, z - depth * props.pick(0.4, 0.8))))
            x += step
        y += size * props.pick(1.1, 1.6)
    return out


def room(props: Props) -> Scene:
    """A furnished room: walls, posters, perhaps shelves; large things on the floor, small ones on boxes."""
    rng = props.rng
    half, height, depth = props.pick(1.5, 4), props.pick(2.3, 3.2), props.pick(2.5, 8)
    floor = props.surface(mirror=0.08 if rng.random() < 0.25 else 0.0)
    wall, ceiling = props.surface(), Material(colour=(0.8, 0.8, 0.78))
    side = wall if rng.random() < 0.7 else props.surface()
    repeat = (props.pick(1, 5), props.pick(1, 3))
    meshes = [
        quad(
            (-half, 0, depth),
            (2 * half, 0, 0),
            (0, 0, -depth - 2),
            floor,
            (props.pick(2, 8), props.pick(2, 8)),
        ),
        quad((-half, height, depth), (2 * half, 0, 0), (0, -height, 0), wall, repeat),
        quad((-half, height, -2), (0, 0, depth + 2), (0, -height, 0), side, repeat),
        quad((half, height, depth), (0, 0, -depth - 2), (0, -height, 0), side, repeat),
        quad((-half, height, -2), (2 * half, 0, 0), (0, 0, depth + 2), ceiling),
        *posters(props, half, height, depth),
    ]
    if rng.random() < 0.4:
        meshes += shelf(props, depth - 0.05, half * props.pick(0.3, 1.0), props.pick(0.25, 0.5))
    for _ in range(rng.integers(3, 14)):
        x, z = props.pick(-half, half) * 0.95, props.pick(0.9, depth)
        spot = rng.random()
        if spot < 0.55:
            meshes.append(props.furniture(props.pick(0.3, 1.9), 2.0).moved(offset=(x, 0, z)))
        elif spot < 0.7:
            meshes += [
                part.moved(offset=(x, 0, z))
                for part in props.bush(props.pick(0.5, 1.8), int(rng.integers(40, 300)))
            ]
        else:
            top, wide = props.pick(0.35, 0.9), props.pick(0.4, 1.4)
            meshes.append(box(wide, top, wide * 0.7, [props.surface()]).moved(offset=(x, 0, z)))
            for _ in range(rng.integers(1, 7)):
                dx, dz = rng.uniform(-0.45, 0.45, 2) * wide
                meshes.append(props.thing(props.pick(0.1, 0.45)).moved(offset=(x + dx, top, z + dz * 0.7)))
    light = props.sun(indoors=True)
    if rng.random() < 0.7:
        light.lamp = np.array([props.pick(-half, half) * 0.7, height - 0.2, props.pick(0, depth * 0.8)])
    eye = np.array([props.pick(-half, half) * 0.5, props.pick(0.5, 1.8), props.pick(-1.6, 0.0)])
    target = np.array([props.pick(-1, 1), props.pick(0.1, 1.5), depth * props.pick(0.4, 1)])
    return Scene(
        meshes=meshes, sky=Sky(rng, 0), light=light, eye=eye, target=target, field=props.pick(0.6, 1.2)
    )


def table_top(props: Props) -> Scene:
    """Things crowded on a table, seen from the side or from above, a wall or a room behind."""
    rng = props.rng
    deep = props.pick(0.6, 1.6)
    wall_z = deep + props.pick(0.02, 2.5)
    meshes = [
        quad(
            (-1.5, 0, deep),
            (3, 0, 0),
            (0, 0, -deep - 0.6),
            props.surface(),
            (props.pick(1, 5), props.pick(1, 3)),
        ),
        backdrop(props, wall_z, 4.0, blurred=rng.random() < 0.4),
        *posters(props, 1.2, 1.0, wall_z),
    ]
    if rng.random() < 0.3:
        meshes += shelf(props, wall_z - 0.02, 1.2, props.pick(0.15, 0.35))
    spots = np.sort(rng.uniform(0.1, deep, rng.integers(4, 30)))
    for z in spots:
        size = props.pick(0.06, 0.4)
        thing = props.thing(size)
        if rng.random() < 0.15:
            thing = box(size, size * 0.12, size * 0.7, [props.surface()]).moved(yaw=props.pick(0, 6))
        meshes.append(thing.moved(offset=(props.pick(-0.8, 0.8), 0, float(z))))
    for _ in range(rng.integers(0, 8)):
        x, z = props.pick(-0.7, 0.7), props.pick(0.1, deep)
        tip = (x + props.pick(-0.15, 0.15), props.pick(0.1, 0.6), z + props.pick(-0.1, 0.1))
        meshes.append(rod((x, 0, z), tip, props.pick(0.002, 0.012), props.surface()))
    if rng.random() < 0.35:
        size, x, z = props.pick(0.2, 0.6), props.pick(-0.5, 0.5), props.pick(0.3, deep)
        meshes += [part.moved(offset=(x, 0, z)) for part in props.bush(size, int(rng.integers(40, 250)))]
    above = rng.random() < 0.35
    eye = np.array(
        [
            props.pick(-0.4, 0.4),
            props.pick(0.7, 1.5) if above else props.pick(0.15, 0.7),
            props.pick(-0.8, -0.2),
        ]
    )
    target = np.array([props.pick(-0.2, 0.2), props.pick(0.0, 0.25), deep * props.pick(0.3, 0.7)])
    light = props.sun(indoors=True)
    return Scene(
        meshes=meshes, sky=Sky(rng, 0), light=light, eye=eye, target=target, field=props.pick(0.5, 1.1)
    )


def plant(props: Props) -> Scene:
    """A plant close up, many leaves at many depths, before a wall, a textured board, a garden or sky."""
    rng = props.rng
    size = props.pick(0.5, 1.3)
    place = rng.choice(["wall", "open", "garden"], p=[0.55, 0.2, 0.25])
    meshes: list[Mesh] = []
    wall_z = props.pick(0.3, 2.5)
    if place == "wall":
        meshes.append(backdrop(props, wall_z, 5.0))
    else:
        meshes.append(relief(props, 20, props.pick(0, 1.5), props.surface(), 60))
    if rng.random() < 0.8:
        ground = props.surface()
        meshes.append(quad((-3, -0.02, wall_z), (6, 0, 0), (0, 0, -wall_z - 2), ground, (4, 4)))
    for number in range(rng.integers(1, 4)):
        z = 0.0 if number == 0 else props.pick(-0.3, 1.2)
        spot = (props.pick(-0.15, 0.15) + number * props.pick(-0.8, 0.8), 0.0, z)
        height = size * props.pick(0.7, 1.1)
        pot = rng.random() < 0.5
        if pot:
            meshes.append(props.thing(0.3 * height).moved(offset=spot))
        foot = (spot[0], 0.25 * height if pot else 0.0, spot[2])
        if rng.random() < 0.15 and props.plants:
            meshes.append(props.furniture(height, height, props.plants).moved(offset=spot))
        else:
            meshes += [part.moved(offset=foot) for part in props.bush(height, int(rng.integers(60, 700)))]
    if place == "garden":
        for _ in range(rng.integers(4, 14)):
            z = props.pick(1.5, 10)
            spot = (props.pick(-1, 1) * z * 0.6, 0.0, z)
            meshes += [
                part.moved(offset=spot)
                for part in props.bush(props.pick(0.6, 2.5), int(rng.integers(80, 300)))
            ]
    direction = rng.normal(0, 0.5)
    distance = size * props.pick(0.9, 2.0)
    eye = np.array([np.sin(direction) * distance, size * props.pick(0.3, 1.3), -np.cos(direction) * distance])
    target = np.array([props.pick(-0.1, 0.1), size * props.pick(0.35, 0.75), 0.0])
    light = props.sun(indoors=place == "wall")
    sky = Sky(rng, props.pick(0, 0.7))
    return Scene(meshes=meshes, sky=sky, light=light, eye=eye, target=target, field=props.pick(0.5, 1.0))


def landscape(props: Props) -> Scene:
    """Open ground, perhaps water, with trees, animals, houses, poles and fences, under a clouded sky."""
    rng = props.rng
    green = rng.random() < 0.6
    ground = textured(props.crop((0.2, 0.8), green=green))
    reach = props.pick(80, 400)
    meshes = [relief(props, 60, props.pick(0, 12), ground, reach)]
    if rng.random() < 0.45:
        near, far = props.pick(-2, 6), props.pick(15, 200)
        tone = rng.uniform(0.01, 0.15) * np.array([0.5, props.pick(0.8, 1.2), props.pick(0.8, 1.4)])
        water = Material(colour=tuple(tone), mirror=props.pick(0.15, 0.7), tag="water")
        level = props.pick(0.03, 0.6)
        meshes.append(quad((-200, level, far), (400, 0, 0), (0, 0, near - far), water))
    for _ in range(rng.integers(3, 28)):
        z = float(np.exp(props.pick(np.log(3), np.log(60))))
        spot = (props.pick(-1, 1) * z * 0.7, 0.0, z)
        kind = rng.choice(
            ["tree", "stamp", "bush", "house", "pole", "model"], p=[0.22, 0.24, 0.2, 0.14, 0.1, 0.1]
        )
        if kind == "tree" and props.plants:
            meshes.append(props.furniture(props.pick(2, 9), 9, props.plants).moved(offset=spot))
        elif kind == "stamp":
            meshes.append(
                props.stamp(props.pick(0.6, 2.2), ("animals", "vehicles", "plants_trees")).moved(offset=spot)
            )
        elif kind == "house":
            sides = (props.pick(3, 14), props.pick(3, 14), props.pick(3, 10))
            meshes.append(
                box(*sides, [props.surface(), props.surface()]).moved(yaw=props.pick(0, 6), offset=spot)
            )
        elif kind == "pole":
            top = (spot[0] + props.pick(-0.4, 0.4), props.pick(2, 8), z)
            meshes.append(rod(spot, top, props.pick(0.02, 0.15), props.surface()))
        elif kind == "model":
            meshes.append(props.furniture(props.pick(0.8, 2.2), 4).moved(offset=spot))
        else:
            meshes += [
                part.moved(offset=spot) for part in props.bush(props.pick(0.8, 5), int(rng.integers(60, 350)))
            ]
    if rng.random() < 0.25:
        z, paint = props.pick(2, 10), props.surface()
        for x in np.arange(-8, 8, props.pick(0.4, 2)):
            meshes.append(rod((x, -0.5, z), (x, 1.2, z), 0.04, paint))
        for y in (0.4, 0.9):
            meshes.append(rod((-8, y, z), (8, y, z), 0.03, paint))
    eye = np.array([0.0, props.pick(0.8, 4) + (props.pick(0, 12) if rng.random() < 0.2 else 0), -2.0])
    target = np.array([props.pick(-2, 2), eye[1] + props.pick(-1.6, 1.2), 8.0])
    sky = Sky(rng, props.pick(0, 0.9) if rng.random() < 0.75 else 0)
    return Scene(
        meshes=meshes, sky=sky, light=props.sun(False), eye=eye, target=target, field=props.pick(0.5, 1.1)
    )


def flat_wall(props: Props) -> Scene:
    """A wall filling the view, square on or at an angle, with few or no things before it."""
    rng = props.rng
    meshes = [backdrop(props, 3.0, props.pick(3, 9)), *posters(props, 2, 1.5, 3.0)]
    for _ in range(rng.integers(0, 5)):
        meshes.append(
            props.thing(props.pick(0.3, 1.2)).moved(offset=(props.pick(-1.5, 1.5), -1.2, props.pick(1, 2.8)))
        )
    if rng.random() < 0.5:
        meshes.append(quad((-6, -1.2, 3), (12, 0, 0), (0, 0, -5), props.surface(), (6, 3)))
    swing = rng.normal(0, 0.5)
    eye = np.array([np.sin(swing) * 2.5, props.pick(-0.6, 0.8), 3 - np.cos(swing) * 2.5])
    target = np.array([props.pick(-0.5, 0.5), props.pick(-0.4, 0.4), 3.0])
    return Scene(
        meshes=meshes,
        sky=Sky(rng, 0),
        light=props.sun(True),
        eye=eye,
        target=target,
        field=props.pick(0.5, 1.1),
    )


def portrait(props: Props) -> Scene:
    """One clear subject, a person or animal or thing, before something softer: the matte is exact."""
    rng = props.rng
    height = props.pick(0.8, 1.8)
    kind = rng.choice(["person", "stamp", "thing"], p=[0.35, 0.5, 0.15])
    if kind == "person" and props.people:
        subject = props.furniture(height, height, props.people)
    elif kind == "stamp":
        subject = props.stamp(height)
    else:
        subject = props.thing(height)
    subject = subject.moved(offset=(props.pick(-0.3, 0.3), 0, 0))
    subject.subject = True
    far = props.pick(0.6, 8)
    meshes = [subject]
    if rng.random() < 0.6:
        meshes.append(backdrop(props, far, 12, blurred=rng.random() < 0.6))
    if rng.random() < 0.7:
        meshes.append(quad((-15, 0, far + 10), (30, 0, 0), (0, 0, -far - 14), props.surface(), (12, 8)))
    for _ in range(rng.integers(0, 5)):
        spot = (props.pick(-2, 2), 0.0, props.pick(1.2, 5) + far * 0.2)
        meshes += [part.moved(offset=spot) for part in props.bush(props.pick(0.5, 2), 100)]
    low, high = subject.bounds()
    look = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2 + props.pick(-0.1, 0.3) * height, 0.0])
    distance = height * props.pick(0.9, 2.2)
    eye = look + [props.pick(-0.3, 0.3), props.pick(-0.1, 0.4) * height, -distance]
    light = props.sun(False)
    return Scene(
        meshes=meshes,
        sky=Sky(rng, props.pick(0, 0.6)),
        light=light,
        eye=eye,
        target=look,
        field=props.pick(0.45, 0.9),
    )


RECIPES = {room: 0.26, table_top: 0.22, plant: 0.18, landscape: 0.18, flat_wall: 0.06, portrait: 0.1}
"""Each recipe and its share of the scenes."""
