import { Router } from "express";
import { z } from "zod";
import { pool } from "./pool";

export const berths = Router();

const Query = z.object({ harbour: z.string().max(40) });

berths.get("/", async (req, res) => {
  const { harbour } = Query.parse(req.query);
  const rows = await pool.query("SELECT * FROM berths WHERE harbour = $1", [harbour]);
  res.json(rows);
});

berths.delete("/:id", async (req, res) => {
  await pool.query("DELETE FROM berths WHERE id = $1", [z.string().uuid().parse(req.params.id)]);
  res.sendStatus(204);
});
