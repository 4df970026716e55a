.DEFAULT_GOAL := help
MVN := ./mvnw

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: dev
dev: ## Run the service with live reload, its own PostgreSQL and identity provider
	$(MVN) quarkus:dev

.PHONY: test
test: ## Run the tests (one: make test only=TenantsTest)
	$(MVN) -B test $(if $(only),-Dtest=$(only))

.PHONY: verify
verify: ## Format check, static analysis, every test, package: what CI runs
	.ci/run

.PHONY: e2e
e2e: ## Package, then the tests with real peers (what they need: CONTRIBUTING.md)
	$(MVN) -B -Pe2e verify

.PHONY: format
format: ## Format the sources
	$(MVN) -q spotless:apply

.PHONY: package
package: ## Build target/quarkus-app without tests
	$(MVN) -B package -DskipTests

.PHONY: native
native: ## Build a native executable (needs GraalVM or Mandrel for JDK 25)
	$(MVN) -B package -DskipTests -Dnative

.PHONY: image
image: ## Build the JVM container image
	docker build -t outdial:latest .

.PHONY: image-native
image-native: ## Build the native container image
	docker build -f Dockerfile.native -t outdial:latest-native .

.PHONY: manifests
manifests: ## Render the production manifests
	kubectl kustomize kubernetes/overlays/production

.PHONY: clean
clean: ## Remove what builds made; dev mode's database in .outdial stays
	$(MVN) -q clean
