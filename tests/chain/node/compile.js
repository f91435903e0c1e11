// Tokens.sol in, {contract: {code, selectors}} as JSON on standard output out. Run in the folder that has node_modules.
"use strict";
const fs = require("fs");
const path = require("path");
const solc = require(path.join(process.cwd(), "node_modules", "solc"));

const content = fs.readFileSync(process.argv[2], "utf8");
const wanted = { "*": { "*": ["evm.deployedBytecode.object", "evm.methodIdentifiers"] } };
const input = { language: "Solidity", sources: { "Tokens.sol": { content } }, settings: { evmVersion: "paris", outputSelection: wanted } };
const output = JSON.parse(solc.compile(JSON.stringify(input)));
const errors = (output.errors || []).filter((error) => error.severity === "error");
if (errors.length) {
  console.error(errors.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}
const contracts = Object.entries(output.contracts["Tokens.sol"]).map(([name, { evm }]) => [
  name,
  { code: "0x" + evm.deployedBytecode.object, selectors: evm.methodIdentifiers },
]);
console.log(JSON.stringify(Object.fromEntries(contracts)));
