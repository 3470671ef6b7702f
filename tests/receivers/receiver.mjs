// A receiver of webhooks, checked with the official packages of Standard Webhooks and CloudEvents.
// Arguments: any number of secrets; one of them must fit.  Prints its port, then one line of JSON
// for each request: what the packages made of it.
import { createServer } from "node:http";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const secrets = process.argv.slice(2);

function read(request) {
  return new Promise((resolve) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
  });
}

function verdict(headers, body) {
  let refusal = "no secret";
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, headers);
      const event = HTTP.toEvent({ headers, body });
      event.validate();
      return { verified: true, event: event.toJSON() };
    } catch (error) {
      refusal = String(error);
    }
  }
  return { verified: false, refusal };
}

const server = createServer(async (request, response) => {
  const result = verdict(request.headers, await read(request));
  console.log(JSON.stringify(result));
  response.statusCode = result.verified ? 204 : 401;
  response.end();
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
