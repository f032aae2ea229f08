// Renders each overlay of server/deploy/kubernetes, and holds it to the schemas of Kubernetes, to the rules that Cloud π
// Native enforces and to ours. Each rule is then shown a manifest that breaks it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ofCloudPi, ofOurs } from "./kubernetes-rules.js";
import { root, scratchFolder } from "./tree.js";

const folder = join(root, "server/deploy/kubernetes");
const tools = join(root, "target/kubernetes/bin");
const scratch = scratchFolder();
const text = (name) => readFileSync(join(root, name), "utf8");

execFileSync(join(root, ".ci/install-kubernetes"), { stdio: "inherit" });

const render = (overlay) => execFileSync(join(tools, "kubectl"), ["kustomize", join(folder, "overlays", overlay)], { encoding: "utf8" });
const read = (yaml) => JSON.parse(execFileSync(join(tools, "python"), ["-c", "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))"], { input: yaml, encoding: "utf8" }));

/** The answer of the checker of schemas to these manifests, for the oldest Kubernetes that has all they use, and a new one. */
function validate(manifests, version) {
  const file = join(scratch, "manifests.yaml");
  writeFileSync(file, manifests);
  const { status, stdout, stderr } = spawnSync(join(tools, "kubernetes-validate"), ["--strict", "--quiet", "-k", version, file], { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

const rules = Object.entries({ ...ofCloudPi, ...ofOurs });
const rendered = readdirSync(join(folder, "overlays")).map((overlay) => {
  const yaml = render(overlay);
  return { overlay, yaml, manifests: read(yaml) };
});
const production = rendered.find(({ overlay }) => overlay === "production");

for (const { overlay, yaml, manifests } of rendered) {

  test(`Kubernetes: ${overlay} fits the schemas, without an unknown field`, () => {
    for (const version of ["1.30", "1.37"]) {
      const { status, text } = validate(yaml, version);
      assert.equal(status, 0, text);
    }
    assert.deepEqual(manifests.map(({ kind }) => kind).sort(), ["ConfigMap", "Deployment", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "Service"]);
  });

  for (const [name, rule] of rules) test(`Kubernetes: ${overlay} keeps the rule: ${name}`, () => assert.deepEqual(rule(manifests), []));

  test(`Kubernetes: ${overlay} sets variables that the server reads, and the port that its image listens on`, () => {
    const { data } = manifests.find(({ kind }) => kind === "ConfigMap");
    const known = text(".env.example");
    assert.deepEqual(Object.keys(data).filter((name) => !known.includes(`#${name}=`)), []);
    const [container] = manifests.find(({ kind }) => kind === "Deployment").spec.template.spec.containers;
    assert.match(text("Containerfile"), new RegExp(`PORT=${container.ports[0].containerPort}\\b`));
    const hosts = manifests.find(({ kind }) => kind === "Ingress").spec;
    assert.equal(`https://${hosts.rules[0].host}/auth/proconnect/callback`, data.PROCONNECT_REDIRECT_URI);
    assert.deepEqual(hosts.tls[0].hosts, [hosts.rules[0].host]);
  });
}

/** A change that breaks each rule. */
const pod = (manifests) => manifests.find(({ kind }) => kind === "Deployment").spec.template;
const [first, spec] = [(manifests) => pod(manifests).spec.containers[0], (manifests) => manifests.find(({ kind }) => kind === "Deployment").spec];
const kind = (name, manifests) => manifests.find((manifest) => manifest.kind === name);
const breaks = {
  "check-labels": (m) => delete pod(m).metadata.labels.tier,
  "cm-no-credentials": (m) => (kind("ConfigMap", m).data.DATABASE_PASSWORD = "x"),
  "disallow-latest": (m) => (first(m).image = "ghcr.io/organisation/application:latest"),
  "disallow-hostpath": (m) => (pod(m).spec.volumes = [{ name: "disk", hostPath: { path: "/" } }]),
  "need-containers-ressources": (m) => delete pod(m).spec.initContainers[0].resources.limits,
  "add-quota": (m) => (spec(m).replicas = 4),
  "restrict-image-registry": (m) => (first(m).image = "registry.example/application:1.0.0"),
  "restrict-nodeport": (m) => (kind("Service", m).spec.type = "NodePort"),
  "need-liveness-readiness": (m) => delete first(m).livenessProbe,
  "limit-size-pvc": (m) => m.push({ kind: "PersistentVolumeClaim", metadata: { name: "disk" } }),
  "job-history": (m) => m.push({ kind: "CronJob", metadata: { name: "nightly" }, spec: {} }),
  "any user, who may do nothing more": (m) => (pod(m).spec.securityContext.runAsUser = 1000),
  "a read-only file system": (m) => delete first(m).securityContext.readOnlyRootFilesystem,
  "two replicas, of which one is left": (m) => (spec(m).replicas = 1),
  "time to stop": (m) => (pod(m).spec.terminationGracePeriodSeconds = 15),
  "probes of the right paths": (m) => (first(m).livenessProbe.httpGet.path = "/readyz"),
  "no token of the cluster": (m) => delete pod(m).spec.automountServiceAccountToken,
  "migrations come first": (m) => delete pod(m).spec.initContainers,
  "no secret in the repository": (m) => (kind("ConfigMap", m).data.COOKIE_SECRET = "x"),
  "selectors that select": (m) => (kind("Service", m).spec.selector.app = "another"),
};

for (const [name, rule] of rules) {
  test(`Kubernetes: a manifest that breaks the rule is found: ${name}`, () => {
    const manifests = structuredClone(production.manifests);
    breaks[name](manifests);
    assert.notDeepEqual(rule(manifests), []);
  });
}

test("Kubernetes: an unknown field and one that is missing are found by the schemas", () => {
  const changes = [
    ["replicas: 2", "replica: 2", "'replica' was unexpected"],
    ["        name: application\n        ports:", "        ports:", "'name' is a required property"],
  ];
  for (const [from, to, reason] of changes) {
    assert.ok(production.yaml.includes(from), from);
    const { status, text } = validate(production.yaml.replace(from, to), "1.30");
    assert.equal(status, 1);
    assert.ok(text.includes(reason), text);
  }
});

test("Kubernetes: both guides say where each rule of Cloud π Native is met", () => {
  for (const guide of ["docs/guides/mettre-en-production.md", "docs/guides/en/going-to-production.md"]) {
    assert.deepEqual(Object.keys(ofCloudPi).filter((name) => !text(guide).includes(`\`${name}\``)), [], guide);
  }
});
