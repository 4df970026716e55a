# The service on the JVM. Build: docker build -t outdial .
FROM eclipse-temurin:25-jdk AS build
# PostgreSQL, on which the training below runs, does not start as root.
RUN useradd --create-home build && install -d -o build /build
USER build
WORKDIR /build
COPY --chown=build mvnw pom.xml ./
COPY --chown=build .mvn .mvn
# In a layer of its own, so that a change of the sources does not fetch the world again.
RUN ./mvnw -B -q quarkus:go-offline
COPY --chown=build src src
# A cache of loaded classes is read by the very virtual machine that wrote it only.
COPY --from=eclipse-temurin:25-jre /opt/java/openjdk /opt/jre
# Packages, starts the service once and lets it dial a small campaign, from which it learns to start in less than half the time.
RUN ./mvnw -B -q -Paot verify -Doutdial.bench.java-home=/opt/jre

FROM eclipse-temurin:25-jre
WORKDIR /app
# Layers from what changes least to what changes most.
COPY --from=build /build/target/quarkus-app/lib/ lib/
COPY --from=build /build/target/quarkus-app/*.jar ./
COPY --from=build /build/target/quarkus-app/app/ app/
COPY --from=build /build/target/quarkus-app/quarkus/ quarkus/
COPY --from=build /build/target/quarkus-app/app.aot ./

# A number, so that Kubernetes can see that it is not root. Nothing under /app is writable by it.
USER 10001:10001
EXPOSE 8080
# Writes nothing but /tmp, which a read-only root file system has to mount. A small heap's
# pauses are short with any collector; a concurrent one would take a part of the processor. A cache that does not fit is left aside, and the start takes longer.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"]
