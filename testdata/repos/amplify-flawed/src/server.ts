import cors from "cors";
import express from "express";
import jwt from "jsonwebtoken";
import { berths } from "./berths";

const app = express();
app.use(express.json());
app.use(cors({ origin: true, credentials: true }));

app.get("/health", (_req, res) => res.send("ok"));

app.post("/login", (req, res) => {
  const token = jwt.sign({ sub: req.body.user }, "harbour-master-7Qz2", { algorithm: "HS256" });
  res.cookie("session", token, { httpOnly: false });
  res.json({ token });
});

app.use("/berths", berths);

app.listen(8080);
