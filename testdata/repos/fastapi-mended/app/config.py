import os

DATABASE_URL = os.environ["DATABASE_URL"]
PAYMENT_KEY = os.environ["PAYMENT_KEY"]
SIGNING_KEY = os.environ["SIGNING_KEY"]
DEBUG = os.getenv("DEBUG", "false") == "true"
