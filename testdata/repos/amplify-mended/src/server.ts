import cors from "cors";
import express from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import jwt from "jsonwebtoken";
import { berths } from "./berths";
import { requireUser } from "./guard";

const app = express();
app.use(helmet());
app.use(cors({ origin: ["https://harbour.example.org"], credentials: true }));
app.use(rateLimit({ windowMs: 60_000, limit: 100 }));
app.use(express.json({ limit: "100kb" }));

app.get("/health", (_req, res) => res.send("ok"));

app.post("/login", rateLimit({ windowMs: 900_000, limit: 5 }), (req, res) => {
  const token = jwt.sign({ sub: req.body.user }, process.env.JWT_SECRET!, { algorithm: "HS256", expiresIn: "15m" });
  res.cookie("session", token, { httpOnly: true, secure: true, sameSite: "lax" });
  res.sendStatus(204);
});

app.use("/berths", requireUser, berths);

app.listen(8080);
