"""Spanish as film crews and everybody else write it, and its lexicon beside the English one."""

from __future__ import annotations

import pytest

from direction.plans import camera_line, names_of, plan_of

CAMERA = {
    "paneo a la izquierda": "pan_left 0-8",
    "haz un paneo lento hacia la derecha": "pan_right 0-8",
    "panea de izquierda a derecha": "pan_right 0-8",
    "panee a la izquierda durante 3 segundos": "pan_left 0-3, static 3-8",
    "Panorámica lenta a la derecha": "pan_right 0-8",
    "gira la camara a la izquierda": "pan_left 0-8",
    "barrido rápido a la derecha": "pan_right 0-8",
    "inclinación de cámara hacia abajo": "tilt_down 0-8",
    "tilt up": "tilt_up 0-8",
    "panorámica vertical hacia arriba": "tilt_up 0-8",
    "rota la cámara en sentido antihorario": "roll_ccw 0-8",
    "plano holandés": "roll_cw 0-8",
    "acercamiento suave al rostro": "dolly_in 0-8",
    "la cámara se acerca lentamente": "dolly_in 0-8",
    "acércate despacio": "dolly_in 0-8",
    "dolly in durante los primeros 3 segundos": "dolly_in 0-3, static 3-8",
    "travelling de retroceso": "dolly_out 0-8",
    "la cámara retrocede muy despacio": "dolly_out 0-8",
    "travelling hacia atrás y la escena queda lejos": "dolly_out 0-8",
    "travelling lateral a la izquierda": "truck_left 0-8",
    "la cámara se desliza hacia la derecha": "truck_right 0-8",
    "desplazamiento lateral a la izquierda": "truck_left 0-8",
    "la cámara sube": "pedestal_up 0-8",
    "baja la cámara": "pedestal_down 0-8",
    "zoom lento": "zoom_in 0-8",
    "haz zoom hacia afuera": "zoom_out 0-8",
    "cierra el zoom sobre el reloj": "zoom_in 0-8",
    "travelling compensado": "dolly_zoom_in 0-8",
    "orbita alrededor de la estatua": "arc_ccw 0-8",
    "rodea la fuente en sentido horario": "arc_cw 0-8",
    "plano de grúa ascendente": "pedestal_up 0-8, tilt_down 0-8",
    "cámara fija": "static 0-8",
    "plano estático con trípode": "static 0-8",
    "la cámara no se mueve": "static 0-8",
    "no hagas zoom, paneo a la derecha": "pan_right 0-8",
    "quieto medio segundo, dolly in 2 s, pausa de un segundo, paneo a la izquierda 1,5 s": (
        "static 0-0.5, dolly_in 0.5-2.5, static 2.5-3.5, pan_left 3.5-5, static 5-8"
    ),
    "paneo a la derecha y luego zoom": "pan_right 0-4, zoom_in 4-8",
    "tras una pausa de 2 segundos, travelling adelante": "static 0-2, dolly_in 2-8",
    "paneo a la izquierda en la primera mitad": "pan_left 0-4, static 4-8",
    "del segundo 2 al 5, zoom": "static 0-2, zoom_in 2-5, static 5-8",
    "a partir del segundo 3 la cámara avanza": "static 0-3, dolly_in 3-8",
    "los últimos 2 segundos, plano fijo": "static 0-8",
    "dos segundos y medio de paneo a la izquierda": "pan_left 0-2.5, static 2.5-8",
}

TRAPS = [
    "el panadero corta el pan sobre la mesa",
    "pan tostado con mantequilla",
    "una grúa amarilla en el puerto",
    "el barco gira a la derecha",
    "una lente zoom sobre la mesa",
    "la mujer gira la cabeza hacia la ventana",
]

CONTENTS: list[tuple[str, str, list[str]]] = [
    ("la mujer parpadea", "actions", ["blink"]),
    ("las hojas se mecen con el viento", "actions", ["sway"]),
    ("los barcos se mecen", "actions", ["bob"]),
    ("la niña gira la cabeza y sonríe", "actions", ["turn_head", "smile"]),
    ("el perro corre por la playa", "actions", ["run"]),
    ("hora dorada, contraluz suave", "light", ["golden_hour", "rim_light"]),
    ("de noche, con neón", "light", ["night", "neon"]),
    ("luz cálida y poca luz", "light", ["warm_light", "low_key"]),
    ("ligera niebla y lluvia fina", "atmosphere", ["mist", "rain"]),
    ("copos de nieve", "atmosphere", ["snow"]),
    ("sonido de la lluvia, guitarra suave, gaviotas", "sound", ["rain", "guitar", "gulls"]),
    ("truenos y pasos", "sound", ["thunder", "footsteps"]),
    ("blanco y negro, grano de película", "style", ["black_and_white", "film"]),
    ("Paleta: ámbar, crema, nogal", "palette", ["ámbar", "crema", "nogal"]),
]


@pytest.mark.parametrize(("prompt", "want"), CAMERA.items(), ids=list(CAMERA))
def test_camera(prompt: str, want: str) -> None:
    assert camera_line(plan_of(prompt)) == want


@pytest.mark.parametrize("prompt", TRAPS)
def test_a_camera_word_that_is_none_leaves_the_gentle_push_in(prompt: str) -> None:
    plan = plan_of(prompt)
    assert camera_line(plan) == "dolly_in 0-8"
    assert plan.notes


@pytest.mark.parametrize(("prompt", "part", "want"), CONTENTS, ids=[row[0] for row in CONTENTS])
def test_contents(prompt: str, part: str, want: list[str]) -> None:
    assert names_of(prompt, part) == want


def test_amounts() -> None:
    assert plan_of("paneo a la izquierda de 15 grados").camera[0].amount == 15
    assert plan_of("zoom 1,5x").camera[0].amount == 1.5
    assert plan_of("acércate hasta la mitad").camera[0].amount == 0.5
    assert plan_of("la cámara avanza un 30 %").camera[0].amount == pytest.approx(0.3)
    assert plan_of("paneo muy sutil").camera[0].amount < plan_of("paneo").camera[0].amount


def test_framing_and_constraints() -> None:
    plan = plan_of("Primer plano, 50 mm, poca profundidad de campo. Mantén la taza roja sin cambios. Sin personas.")
    assert (plan.framing.shot, plan.framing.lens_mm, plan.framing.depth_of_field) == ("close-up", 50, "shallow")
    assert len(plan.keep) == len(plan.exclude) == 1
    assert plan_of("cámara en mano, dolly in").style == ("handheld",)


def test_the_account_is_in_spanish() -> None:
    plan = plan_of("paneo lento hacia la izquierda")
    assert plan.language == "es"
    assert "la cámara hace un paneo a la izquierda" in plan.outcomes[0].reason


# ------------------------------------------------------------------------------------------- beside the English one
