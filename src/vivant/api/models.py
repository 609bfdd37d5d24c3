"""`/v1/models`: the catalogue."""

from __future__ import annotations

from fastapi import APIRouter

from vivant.api.wire import ModelList, ModelObject
from vivant.engines.catalogue import MODELS, find_model

router = APIRouter(prefix="/v1/models", tags=["models"])


@router.get("")
def all_models() -> ModelList:
    """Every model that may be asked for."""
    return ModelList(data=[ModelObject.of(model) for model in MODELS.values()])


@router.get("/{name}")
def one_model(name: str) -> ModelObject:
    """The model of that name."""
    return ModelObject.of(find_model(name))
