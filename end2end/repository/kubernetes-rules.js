// The rules that Cloud π Native enforces in production, by the names of its policies, and ours. Each takes the rendered
// manifests, and returns a sentence for each fault.
const LABELS = ["app", "env", "tier"];
const REGISTRIES = ["docker.io/", "harbor.io/", "registry.redhat.io/", "quay.io/", "bitnami/", "ghcr.io/"];
const CREDENTIALS = /password|passwd|secret_key/i;

/** What the server needs to stop, in seconds: two for the proxy, ten for the requests under way, and a margin. */
const STOP = 15;

const of = (kind, manifests) => manifests.filter((manifest) => manifest.kind === kind);
const pods = (manifests) => of("Deployment", manifests).map(({ spec }) => spec.template);
const containers = ({ spec }) => [...(spec.initContainers ?? []), ...spec.containers];
const all = (manifests) => pods(manifests).flatMap(containers);
const named = (list, sentence) => list.map(({ name, metadata }) => `${name ?? metadata.name}: ${sentence}`);

/** Cores of `100m` or `1`; bytes of `256Mi`. */
const cores = (text) => (text.endsWith("m") ? Number.parseInt(text) / 1000 : Number(text));
const mebibytes = (text) => Number.parseInt(text) * (text.endsWith("Gi") ? 1024 : 1);

export const ofCloudPi = {
  "check-labels": (manifests) =>
    named([...manifests, ...pods(manifests).map((pod) => ({ ...pod, name: "pod" }))].filter(({ metadata }) => LABELS.some((label) => !metadata.labels?.[label])), "a label is missing"),
  "cm-no-credentials": (manifests) =>
    of("ConfigMap", manifests).flatMap(({ data }) => Object.entries(data).flat().filter((text) => CREDENTIALS.test(text))),
  "disallow-latest": (manifests) => named(all(manifests).filter(({ image }) => !/:[^/:]+$|@sha256:/.test(image) || image.endsWith(":latest")), "no version"),
  "disallow-hostpath": (manifests) => pods(manifests).flatMap(({ spec }) => named((spec.volumes ?? []).filter(({ hostPath }) => hostPath), "hostPath")),
  "need-containers-ressources": (manifests) =>
    named(all(manifests).filter(({ resources }) => ["requests", "limits"].some((of) => !resources?.[of]?.cpu || !resources[of].memory)), "no request or limit"),
  "add-quota": (manifests) =>
    of("Deployment", manifests).flatMap(({ metadata, spec }) => {
      // The new replica of a deployment counts too.
      const replicas = spec.replicas + spec.strategy.rollingUpdate.maxSurge;
      const largest = (read, kind) => Math.max(...containers(spec.template).map(({ resources }) => read(resources?.limits?.[kind] ?? "1024Gi")));
      const isWithin = replicas * largest(cores, "cpu") <= 4 && replicas * largest(mebibytes, "memory") <= 16 * 1024;
      return isWithin ? [] : [`${metadata.name}: more than 4 cores or 16 GiB`];
    }),
  "restrict-image-registry": (manifests) => named(all(manifests).filter(({ image }) => !REGISTRIES.some((registry) => image.startsWith(registry))), "another registry"),
  "restrict-nodeport": (manifests) => named(of("Service", manifests).filter(({ spec }) => spec.type !== "ClusterIP"), "not ClusterIP"),
  "need-liveness-readiness": (manifests) =>
    named(pods(manifests).flatMap(({ spec }) => spec.containers).filter(({ livenessProbe, readinessProbe }) => !livenessProbe || !readinessProbe), "no probe"),
  "limit-size-pvc": (manifests) => named(of("PersistentVolumeClaim", manifests), "the service keeps nothing on a disk"),
  "job-history": (manifests) => named(of("CronJob", manifests).filter(({ spec }) => spec.successfulJobsHistoryLimit !== 5 || spec.failedJobsHistoryLimit !== 5), "history"),
};

export const ofOurs = {
  "any user, who may do nothing more": (manifests) => [
    ...pods(manifests).flatMap(({ spec }) =>
      spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser === undefined && spec.securityContext.seccompProfile?.type === "RuntimeDefault" ? [] : ["pod"],
    ),
    ...named(all(manifests).filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false || securityContext.runAsUser !== undefined), "privileges"),
    ...named(all(manifests).filter(({ securityContext }) => !securityContext?.capabilities?.drop?.includes("ALL")), "capabilities"),
  ],
  "a read-only file system": (manifests) => named(all(manifests).filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true), "may write"),
  "two replicas, of which one is left": (manifests) =>
    of("Deployment", manifests).flatMap(({ spec }) => {
      const budgets = of("PodDisruptionBudget", manifests).map(({ spec }) => spec.minAvailable);
      const isSafe = spec.replicas >= 2 && spec.strategy.rollingUpdate.maxUnavailable === 0 && budgets.length === 1 && budgets[0] >= 1 && budgets[0] < spec.replicas;
      return isSafe ? [] : ["replicas, strategy or budget"];
    }),
  "time to stop": (manifests) =>
    pods(manifests).flatMap(({ spec }) => {
      const sleep = Math.max(...spec.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0));
      return spec.terminationGracePeriodSeconds >= sleep + STOP ? [] : [`${spec.terminationGracePeriodSeconds} s`];
    }),
  "probes of the right paths": (manifests) =>
    named(pods(manifests).flatMap(({ spec }) => spec.containers).filter(({ livenessProbe, readinessProbe }) => livenessProbe?.httpGet.path !== "/healthz" || readinessProbe?.httpGet.path !== "/readyz" || !(readinessProbe.timeoutSeconds >= 3)), "probes"),
  "no token of the cluster": (manifests) => named(pods(manifests).filter(({ spec }) => spec.automountServiceAccountToken !== false).map((pod) => ({ ...pod, name: "pod" })), "token"),
  "migrations come first": (manifests) => named(of("Deployment", manifests).filter(({ spec }) => spec.template.spec.initContainers?.[0]?.args?.[0] !== "migrate"), "no migrations"),
  "no secret in the repository": (manifests) => [
    ...named(of("Secret", manifests), "a Secret"),
    ...of("ConfigMap", manifests).flatMap(({ data }) => Object.keys(data).filter((name) => /SECRET|DATABASE_URL|SESSION_STORE_URL/.test(name))),
    ...named(all(manifests).filter(({ envFrom }) => !envFrom?.some(({ secretRef }) => secretRef)), "no reference to the secret"),
  ],
  "selectors that select": (manifests) => {
    const labels = pods(manifests)[0]?.metadata.labels ?? {};
    const selectors = [
      ...of("Deployment", manifests).map(({ spec }) => spec.selector.matchLabels),
      ...of("Service", manifests).map(({ spec }) => spec.selector),
      ...of("PodDisruptionBudget", manifests).map(({ spec }) => spec.selector.matchLabels),
      ...of("NetworkPolicy", manifests).map(({ spec }) => spec.podSelector.matchLabels),
    ];
    const wrong = selectors.filter((selector) => !selector || Object.entries(selector).some(([name, value]) => labels[name] !== value));
    return selectors.length === 4 ? wrong.map((selector) => JSON.stringify(selector)) : [`${selectors.length} selectors`];
  },
};
