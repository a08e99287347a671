from fastapi import APIRouter

from .db import session

router = APIRouter()


@router.get("/")
async def search(text: str):
    query = f"SELECT * FROM entries WHERE text LIKE '%{text}%'"
    return await session.execute(query)


@router.delete("/{entry_id}")
async def remove(entry_id: int):
    await session.execute("DELETE FROM entries WHERE id = :id", {"id": entry_id})
