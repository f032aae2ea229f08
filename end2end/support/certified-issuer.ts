// Another issuer than our mock: node's `oidc-provider`, certified by the OpenID Foundation and
// configured like ProConnect. Same paths, claims by scope, signed userinfo, PKCE, logout by
// redirect.
import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Provider, type Configuration } from "oidc-provider";
import { angela } from "./journey";
import { callbacks, client, freePort } from "./programs";

const mountedAt = "/api/v2";

const claims = {
  given_name: angela.givenName,
  usual_name: angela.usualName,
  email: angela.email,
  uid: "adubois-adc",
  siret: angela.siret,
  phone_number: "+33 1 44 45 23 12",
  idp_id: "fia1v2",
  roles: ["agent_public", "agent_public_etat"],
  organization_label: angela.organization,
  custom: {},
};

/** With `padding` more characters in each ID token, which then has all claims too. */
const configuration = (origin: string, signatures: "RS256" | "ES256", padding: number): Configuration => ({
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [callbacks(origin).login],
      post_logout_redirect_uris: [callbacks(origin).logout],
      response_types: ["code"],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: signatures,
      userinfo_signed_response_alg: signatures,
    },
  ],
  jwks: {
    keys: [
      generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    ],
  },
  // One scope per claim, with the claim's name; only that of the telephone number differs.
  claims: {
    openid: padding > 0 ? ["sub", "padding"] : ["sub"],
    ...Object.fromEntries(Object.keys(claims).map((name) => [name === "phone_number" ? "phone" : name, [name]])),
  },
  conformIdTokenClaims: padding === 0,
  acrValues: ["eidas1", "eidas2", "eidas3"],
  pkce: { required: () => true },
  routes: { authorization: "/authorize", userinfo: "/userinfo" },
  cookies: { keys: ["signs the cookies of a test"] },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: {
      logoutSource: (context, form) => {
        context.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Se déconnecter</button>`);
      },
    },
  },
  interactions: { url: (_, interaction) => `${mountedAt}/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...claims, padding: "x".repeat(padding) }) }),
  // Like ProConnect, it does not ask for consent.
  loadExistingGrant: async (context) => {
    const { provider, session, client: application, params } = context.oidc;
    const grant = new provider.Grant({ accountId: session?.accountId, clientId: application?.clientId });
    grant.addOIDCScope(`${params?.scope}`);
    await grant.save();
    return grant;
  },
});

const page = (body: string) =>
  `<!DOCTYPE html><html lang="fr"><title>Un autre émetteur</title><link rel="icon" href="data:,">${body}</html>`;

/** Starts the issuer for the application at `origin`. `backChannel` lists the application's direct requests. */
export async function startCertifiedIssuer(origin: string, signatures: "RS256" | "ES256", padding = 0) {
  const port = await freePort();
  const issuer = `http://localhost:${port}${mountedAt}`;
  const provider = new Provider(issuer, configuration(origin, signatures, padding));
  const respond = provider.callback();
  const backChannel: string[] = [];

  async function interact(request: IncomingMessage, response: ServerResponse) {
    if (request.method === "POST") {
      const login = { accountId: "7396c91e-b9f2-4f9d-8547-5e9b3332725b", acr: "eidas1", amr: ["pwd"] };
      return provider.interactionFinished(request, response, { login });
    }
    const agent = `<form method="post"><button>${angela.name}</button></form>`;
    response.setHeader("content-type", "text/html; charset=utf-8").end(page(agent));
  }

  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    const path = url.slice(mountedAt.length).split("?")[0];
    if (path.startsWith("/interaction/")) return void interact(request, response);
    if (!/^\/(authorize|session)(\/|$)/.test(path)) backChannel.push(`${request.method} ${path}`);
    // The library computes its mount path from the difference between the two.
    Object.assign(request, { originalUrl: url, url: url.slice(mountedAt.length) });
    return void respond(request, response);
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));

  return {
    issuer,
    backChannel,
    stop: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}
