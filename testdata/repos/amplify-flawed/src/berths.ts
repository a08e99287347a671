import { Router } from "express";
import { pool } from "./pool";

export const berths = Router();

berths.get("/", async (req, res) => {
  const harbour = req.query.harbour;
  const rows = await pool.query(`SELECT * FROM berths WHERE harbour = '${harbour}'`);
  res.json(rows);
});

berths.delete("/:id", async (req, res) => {
  await pool.query("DELETE FROM berths WHERE id = $1", [req.params.id]);
  res.sendStatus(204);
});
