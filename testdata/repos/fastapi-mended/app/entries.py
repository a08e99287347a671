from fastapi import APIRouter
from sqlalchemy import text

from .db import session

router = APIRouter()


@router.get("/")
async def search(pattern: str):
    return await session.execute(text("SELECT * FROM entries WHERE text LIKE :p"), {"p": pattern})


@router.delete("/{entry_id}")
async def remove(entry_id: int):
    await session.execute(text("DELETE FROM entries WHERE id = :id"), {"id": entry_id})
