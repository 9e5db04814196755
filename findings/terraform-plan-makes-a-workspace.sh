#!/usr/bin/env bash
# Terraform 1.11.4, OpenTofu 1.12.6; needs one of them on the PATH (or TERRAFORM=path of it), and python3 with moto[server] 5.2.1
#
# Guessed:  `plan -lock=false` only reads: of a workspace that is not there, named by TF_WORKSPACE, it says so.
# Happens:  it makes the workspace: an empty state is written into the bucket, and stays there. The plan is one of everything, to be made
#           anew; the exit code is 0.
# Follows:  whoever plans and wants to write nothing asks `workspace list` first, without TF_WORKSPACE, and refuses what is not in it.
set -euo pipefail
tool=${TERRAFORM:-$(command -v terraform || command -v tofu || true)}
[ -n "$tool" ] || { echo 'Neither terraform nor tofu is on the PATH: this cannot be tried.'; exit 2; }
python3 -c 'import moto.server' 2>/dev/null || { echo "python3 has no moto: pip install 'moto[server]==5.2.1'"; exit 2; }
folder=$(mktemp -d)
exec 3> >(exec python3 -c '
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
open(sys.argv[1], "w").write(str(server.get_host_and_port()[1]))
sys.stdin.read()' "$folder/port" >/dev/null 2>&1)
trap 'exec 3>&-; rm -rf "$folder"' EXIT
for _ in {1..150}; do [ -s "$folder/port" ] && break; sleep 0.2; done
[ -s "$folder/port" ] || { echo 'moto does not listen.'; exit 2; }
url=http://127.0.0.1:$(cat "$folder/port")
export AWS_ENDPOINT_URL_S3=$url AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_EC2_METADATA_DISABLED=true
export TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
signed='Authorization: AWS4-HMAC-SHA256 Credential=a/20261129/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=a'
curl -sf -X PUT -H "$signed" "$url/states" >/dev/null
mkdir "$folder/code"; cd "$folder/code"
cat >main.tf <<'END'
terraform {
  backend "s3" {
    bucket                      = "states"
    key                         = "one.tfstate"
    region                      = "us-east-1"
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_region_validation      = true
    skip_metadata_api_check     = true
  }
}

resource "terraform_data" "one" {}
END
objects() { curl -sf -H "$signed" "$url/states?list-type=2" | grep -o '<Key>[^<]*' | sed 's/<Key>//' || true; }

"$tool" version | head -1
"$tool" init -input=false -lock=false >/dev/null
echo "After init, in the bucket: [$(objects)]"
TF_WORKSPACE=blue timeout 60 "$tool" plan -input=false -lock=false >plan.txt && code=0 || code=$?
echo "plan in a workspace that is not there ended with $code: $(grep -m1 -E 'Plan:|Error' plan.txt || true)"
echo "After it: [$(objects)]"
[ "$code" = 0 ] && objects | grep -q 'blue' || { echo 'It makes no workspace any more.'; exit 1; }
echo 'Still so: a plan that takes no lock writes a state for a workspace that is not there.'
