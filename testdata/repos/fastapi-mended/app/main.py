import subprocess

import requests
from fastapi import Depends, FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel, Field
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address

from .entries import router
from .security import current_user, issue_token

limiter = Limiter(key_func=get_remote_address, default_limits=["100/minute"])
app = FastAPI()
app.state.limiter = limiter
app.add_middleware(SlowAPIMiddleware)
# allow_origins=["*"] is for the sandbox only
app.add_middleware(CORSMiddleware, allow_origins=["https://ledger.example.org"], allow_credentials=True)


@app.middleware("http")
async def security_headers(request: Request, call_next):
    response = await call_next(request)
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


app.include_router(router, prefix="/entries", dependencies=[Depends(current_user)])


class Login(BaseModel):
    user: str = Field(max_length=80)
    password: str = Field(min_length=12, max_length=128)


@app.post("/login")
@limiter.limit("5/minute")
async def login(request: Request, body: Login):
    return {"token": issue_token(body.user)}


@app.get("/export/{name}", dependencies=[Depends(current_user)])
async def export(request: Request, name: str):
    subprocess.run(["tar", "czf", "/tmp/export.tgz", "--", "/data"], check=True)
    rates = requests.get("https://rates.example.org/today", timeout=5)
    return rates.json()
