#!/usr/bin/env bash
# Make the grader's environment, once, as the image is built. Needs Ubuntu's own Python 3.10.
set -euo pipefail
umask 022
source=/autograder/source
room=/opt/coursework # where a submission's user can read it, unlike /root

chown -R root:root "$source"
chmod -R go= "$source" # tests, reference and seed are root's alone

if ! python3 -c 'import ensurepip, venv' 2> /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends python3 python3-venv
fi
echo "Installing the grader with $(python3 --version) ..."
python3 -m venv "$room"
pip() { "$room/bin/python" -m pip --disable-pip-version-check install -q --no-cache-dir "$@"; }
pip -c "$source/requirements.lock" -r "$source/requirements.txt"
pip -c "$source/requirements.lock" --no-deps otter-grader # its test files alone: no kernel, no PDF
if [ -f "$source/torch.txt" ]; then # without CUDA, which PyPI's build brings along, several GB
  pip --no-deps --extra-index-url https://download.pytorch.org/whl/cpu -r "$source/torch.txt"
  pip -c "$source/requirements.lock" -r "$source/torch.txt"
fi
cp -R "$source/autograder" "$source/nnlab" "$("$room/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
"$room/bin/python" -m compileall -q "$room/lib" > /dev/null || true
chmod -R go+rX "$room"
cd /
"$room/bin/python" -m autograder.gradescope --prepare
