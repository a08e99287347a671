import subprocess

import requests
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware as Cors

from .entries import router

app = FastAPI()
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)
app.include_router(router, prefix="/entries")


@app.post("/login")
async def login(user: str, password: str):
    return {"token": user}


@app.get("/export/{name}")
async def export(name: str):
    subprocess.run(f"tar czf /tmp/{name}.tgz /data", shell=True)
    rates = requests.get("https://rates.example.org/today", verify=False)
    return rates.json()
