import type { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";

export function requireUser(req: Request, res: Response, next: NextFunction) {
  const token = req.cookies?.session;
  if (!token) return res.sendStatus(401);
  try {
    res.locals.user = jwt.verify(token, process.env.JWT_SECRET!, { algorithms: ["HS256"] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
