import { defineBackend } from "@aws-amplify/backend";
import { Peer, Port, SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { auth } from "./auth/resource";

const backend = defineBackend({ auth });
const stack = backend.createStack("network");
const vpc = new Vpc(stack, "vpc");

const lambda = new SecurityGroup(stack, "lambda", { vpc });
const database = new SecurityGroup(stack, "database", { vpc, allowAllOutbound: false });
database.addIngressRule(Peer.securityGroupId(lambda.securityGroupId), Port.tcp(5432), "postgres for the functions");

const logs = new Bucket(stack, "logs", {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
});
new Bucket(stack, "uploads", {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  serverAccessLogsBucket: logs,
});
