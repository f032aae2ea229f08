"""Two steps of .ci/sbom.

`linked DOCUMENT`: the document of cargo-cyclonedx, without the crates that `cargo tree`, on the standard input, does
not list. cargo-cyclonedx also follows what only tests and unused features need: the mock issuer, a client of MySQL.
`check DOCUMENTS`: are they valid CycloneDX, and does each list components?
"""

import json
import re
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def linked(path: str) -> None:
    tree = {match.groups() for match in re.finditer(r"^(\S+) v(\S+)", sys.stdin.read(), re.MULTILINE)}
    # The folder of this build is nobody's business.
    document = json.loads(Path(path).read_text().replace(str(Path.cwd()), ""))
    root = document["metadata"]["component"]
    document["components"] = [one for one in document["components"] if (one["name"], one["version"]) in tree]
    listed = {(one["name"], one["version"]) for one in document["components"]} | {(root["name"], root["version"])}
    if listed != tree:
        sys.exit(f"cargo-cyclonedx does not list {tree - listed}")
    names = {name for name, _ in listed}
    if "axum" not in names or "mock-proconnect" in names:
        sys.exit("These are not the crates of a release: axum is missing, or the mock is there")

    kept = {one["bom-ref"] for one in document["components"]} | {root["bom-ref"]}
    document["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in kept]}
        for one in document["dependencies"]
        if one["ref"] in kept
    ]
    json.dump(document, sys.stdout, indent=2)


def check(paths: list[str]) -> None:
    for path in paths:
        text = Path(path).read_text()
        document = json.loads(text)
        error = JsonStrictValidator(SchemaVersion.from_version(document["specVersion"])).validate_str(text)
        if error or not document["components"]:
            sys.exit(f"{path}: {str(error).splitlines()[0] if error else 'lists nothing'}")
        print(f"{path}: {len(document['components'])} components, CycloneDX {document['specVersion']}")


linked(sys.argv[2]) if sys.argv[1] == "linked" else check(sys.argv[2:])
