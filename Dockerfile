# The service on the JVM. Build: docker build -t outdial .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
# In a layer of its own, so that a change of the sources does not fetch the world again.
RUN ./mvnw -B -q quarkus:go-offline
COPY src/main src/main
RUN ./mvnw -B -q package -DskipTests

FROM eclipse-temurin:25-jre
WORKDIR /app
# Layers from what changes least to what changes most.
COPY --from=build /build/target/quarkus-app/lib/ lib/
COPY --from=build /build/target/quarkus-app/*.jar ./
COPY --from=build /build/target/quarkus-app/app/ app/
COPY --from=build /build/target/quarkus-app/quarkus/ quarkus/

# A number, so that Kubernetes can see that it is not root. Nothing under /app is writable by it.
USER 10001:10001
EXPOSE 8080
# Writes nothing but /tmp, which a read-only root file system has to mount.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
ENTRYPOINT ["java", "-jar", "/app/quarkus-run.jar"]
