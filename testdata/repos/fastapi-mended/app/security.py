import secrets
from datetime import datetime, timedelta, timezone

import jwt
from argon2 import PasswordHasher
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from .config import SIGNING_KEY

bearer = OAuth2PasswordBearer(tokenUrl="/login")
hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return hasher.hash(password)


def reset_token() -> str:
    return secrets.token_urlsafe(32)


def backup_codes(count: int = 10) -> list[str]:
    return [secrets.token_hex(10) for _ in range(count)]


def issue_token(user: str) -> str:
    claims = {"sub": user, "exp": datetime.now(timezone.utc) + timedelta(minutes=15)}
    return jwt.encode(claims, SIGNING_KEY, algorithm="HS256")


def current_user(token: str = Depends(bearer)) -> str:
    try:
        return jwt.decode(token, SIGNING_KEY, algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401)
