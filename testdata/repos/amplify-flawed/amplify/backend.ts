import { defineBackend } from "@aws-amplify/backend";
import { Peer, Port, SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { auth } from "./auth/resource";

const backend = defineBackend({ auth });
const stack = backend.createStack("network");
const vpc = new Vpc(stack, "vpc");

const database = new SecurityGroup(stack, "database", { vpc });
database.addIngressRule(Peer.anyIpv4(), Port.tcp(5432), "postgres for everyone");

new Bucket(stack, "uploads", { publicReadAccess: true });
