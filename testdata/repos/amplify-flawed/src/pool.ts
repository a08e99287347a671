import { Pool } from "pg";

export const pool = new Pool({
  connectionString: "postgresql://harbour:Tide-9-Kraken@db.harbour.internal:5432/harbour",
  ssl: { rejectUnauthorized: false },
});
