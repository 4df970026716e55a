#!/bin/sh
# Creates a customer safely and shows a page of campaigns. Needs API (https://…/api/v1) and TOKEN.
set -eu
: "${API:?}" "${TOKEN:?}"

call() {
  curl --silent --show-error --fail-with-body --max-time 30 --retry 3 --retry-connrefused \
    -H "Authorization: Bearer $TOKEN" "$@"
}

# The same key on every try: however often this is sent, there is one customer.
key="example-$(date +%s)-$$"
for attempt in 1 2; do
  call "$API/customers" -H 'Content-Type: application/json' -H "Idempotency-Key: $key" \
    -d '{"externalId": "'"$key"'", "phone": "+966512345671", "name": "Sara"}'
  echo
done

# A page, and where the next one begins.
call "$API/campaigns?limit=5"
echo
