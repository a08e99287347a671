DATABASE_URL = "postgresql://ledger:Copper-Kettle-41@db.ledger.internal/prod"
PAYMENT_KEY = "sk_live_9f2Lq81"
DEBUG = True
