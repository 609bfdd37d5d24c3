"""Every sound that can be made, by the name of its cue."""

from __future__ import annotations

from dataclasses import dataclass

from vivant.sound.ambience import air, birds, city, fire, machines, night, people, rain, water
from vivant.sound.events import bodies, calls, knocks, ringing, sky
from vivant.sound.take import Patch


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A patch and how it is used.

    what: for people to read. gain_db: beside others of its kind. brightness: how bright it is played. wide: how much
    of its breadth stays when it is placed: 1 is all around, 0 one spot. needs_room: share of it that the place
    answers. place: what it belongs to in the scene, for its direction.
    """

    make: Patch
    what: str
    gain_db: float = 0.0
    brightness: float = 0.5
    wide: float = 1.0
    room: float = 0.5
    place: str = ""


AMBIENCE: dict[str, Voice] = {
    "rain": Voice(make=rain.rain, what="rain on open ground", gain_db=1),
    "rain_on_leaves": Voice(make=rain.rain_on_leaves, what="rain in the trees"),
    "rain_on_glass": Voice(make=rain.rain_on_glass, what="rain on a window, from within", wide=0.8),
    "rain_on_water": Voice(make=rain.rain_on_water, what="rain on water"),
    "storm": Voice(make=rain.storm, what="a downpour in gusts of wind", gain_db=3),
    "wind": Voice(make=air.wind, what="wind, with gusts and a whistle"),
    "forest": Voice(make=air.forest, what="leaves in the wind", place="foliage", gain_db=-2),
    "snow": Voice(make=air.snow_hush, what="the hush of snow", gain_db=-6),
    "room_tone": Voice(make=air.room_tone, what="the tone of a room", gain_db=-8, room=0.0),
    "air": Voice(make=air.soft_air, what="the open air on a still day", gain_db=-6, room=0.0),
    "waves": Voice(make=water.waves, what="waves on a shore", place="water", gain_db=2, room=0.2),
    "lapping": Voice(make=water.lapping, what="small waves against a quay", place="water", wide=0.7),
    "river": Voice(make=water.river, what="a river", place="water", wide=0.8),
    "water": Voice(make=water.stream, what="a brook", place="water", wide=0.6),
    "waterfall": Voice(make=water.waterfall, what="a waterfall", place="water", wide=0.7, gain_db=2),
    "fire": Voice(make=fire.fire, what="a wood fire", place="fire", wide=0.5, room=0.4),
    "birds": Voice(make=birds.birds, what="songbirds: thrush, tit, sparrow, warbler, finch", place="foliage"),
    "gulls": Voice(make=birds.gulls, what="gulls over a harbour", place="water"),
    "crickets": Voice(make=night.crickets, what="crickets at night", gain_db=-4, room=0.3),
    "cicadas": Voice(make=night.cicadas, what="cicadas on a hot day", gain_db=-5, room=0.3),
    "traffic": Voice(make=city.traffic, what="a street with cars that pass", place="street"),
    "train": Voice(make=city.train, what="a train over the joints of its rails", wide=0.6),
    "engine": Voice(make=machines.engine, what="a motor that idles", wide=0.3),
    "clock": Voice(make=machines.clock, what="a clock on the wall", gain_db=-6, wide=0.1, room=0.6),
    "crowd": Voice(make=people.crowd, what="a crowd's murmur", place="people", room=0.8),
    "cafe": Voice(make=people.cafe, what="a café: talk, cups and spoons", place="people", room=0.7),
}

EVENTS: dict[str, Voice] = {
    "bell": Voice(make=ringing.bell, what="a bell that tolls", wide=0.3, gain_db=-5, room=0.8),
    "clink": Voice(make=ringing.clink, what="glasses that touch", wide=0.4, gain_db=-2),
    "drop": Voice(make=ringing.drop, what="a drop into still water", wide=0.0, room=0.8, place="water"),
    "door": Voice(make=knocks.door, what="a door that creaks and falls shut", wide=0.0, gain_db=1),
    "footsteps": Voice(make=knocks.footsteps, what="somebody walking", wide=0.2, gain_db=-2),
    "crunch": Voice(make=knocks.crunch, what="footsteps in snow", wide=0.2, gain_db=-4, room=0.1),
    "shutter": Voice(make=knocks.shutter, what="a camera's shutter", wide=0.0, gain_db=-1, room=0.3),
    "thunder": Voice(make=sky.thunder, what="thunder, near or far", gain_db=4, place="sky", room=0.3),
    "whoosh": Voice(make=sky.whoosh, what="air that is cut", gain_db=-3, room=0.2),
    "horn": Voice(make=calls.horn, what="a car's horn", wide=0.0, gain_db=-2, place="street", room=0.7),
    "ship_horn": Voice(make=calls.ship_horn, what="a ship's horn", wide=0.0, place="water", room=0.9),
    "siren": Voice(make=calls.siren, what="a siren that wails", wide=0.0, gain_db=-8, place="street", room=0.7),
    "heartbeat": Voice(make=bodies.heartbeat, what="a heart, from within", wide=0.0, gain_db=2, room=0.0),
    "applause": Voice(make=bodies.applause, what="an audience that claps", gain_db=-3, place="people", room=0.8),
}
