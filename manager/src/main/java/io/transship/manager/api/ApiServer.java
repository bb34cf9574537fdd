package io.transship.manager.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.FailureReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API under /api/v1 (docs/api.md). Every request needs the token; every answer is JSON,
 * errors included. Requests run on virtual threads.
 */
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String ROOT = "/api/v1";
    private static final long MAX_BODY = 64 * 1024L;
    private static final int MAX_LIMIT = 1000;

    private final Inventory inventory;
    private final History history;
    private final Orders orders;
    private final Checks checks;
    private final Insight insight;
    private final Counsel counsel;
    private final Drains drains;
    private final EventHub events;
    private final ApiToken token;
    private final Javalin server;

    /**
     * What the API gives access to.
     *
     * @param inventory what there is
     * @param history what has happened
     * @param orders what can be ordered
     * @param checks what can be looked at
     * @param insight what the manager goes by
     * @param counsel decisions that are taken again
     * @param drains hosts that are emptied
     */
    public record Doors(
            Inventory inventory,
            History history,
            Orders orders,
            Checks checks,
            Insight insight,
            Counsel counsel,
            Drains drains) {}

    /** A server that does not listen yet. */
    public ApiServer(Doors doors, EventHub events, ApiToken token) {
        this.inventory = doors.inventory();
        this.history = doors.history();
        this.orders = doors.orders();
        this.checks = doors.checks();
        this.insight = doors.insight();
        this.counsel = doors.counsel();
        this.drains = doors.drains();
        this.events = events;
        this.token = token;
        this.server = Javalin.create(this::configure);
    }

    /**
     * Listens.
     *
     * @param port 0: any free one
     * @throws TransshipException PORT_IN_USE
     */
    public void start(String host, int port) {
        try {
            server.start(host, port);
        } catch (JavalinBindException e) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "the REST API can't listen on " + host + ":" + port + ".",
                    e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Ends all streams and answers no more. */
    @Override
    public void close() {
        events.close();
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = MAX_BODY;
        config.router.javaLangErrorHandler(ApiServer::broke);
        config.routes.before(this::authenticate);
        reads(config.routes);
        writes(config.routes);
        moves(config.routes);
        checks(config.routes);
        CounselRoutes.decisions(config.routes, ROOT, counsel);
        CounselRoutes.drains(config.routes, ROOT, drains);
        failures(config.routes);
    }

    private void authenticate(Context context) {
        if (!token.opens(context.header("Authorization"))) {
            throw new TransshipException(
                    FailureCode.TOKEN_INVALID, "the request has no valid bearer token.");
        }
    }

    private void reads(RoutesConfig routes) {
        routes.get(ROOT + "/status", context -> answer(context, inventory.status()));
        routes.get(ROOT + "/hosts", context -> answer(context, inventory.hosts()));
        routes.get(ROOT + "/containers", context -> answer(context, inventory.containers()));
        routes.get(ROOT + "/topology", context -> answer(context, inventory.topology()));
        routes.get(ROOT + "/config", context -> answer(context, insight.configuration()));
        routes.get(ROOT + "/forecast", context -> answer(context, insight.forecasts()));
        routes.get(ROOT + "/policies", context -> answer(context, inventory.policies()));
        routes.get(
                ROOT + "/decisions", context -> answer(context, history.decisions(limit(context))));
        routes.get(
                ROOT + "/decisions/{id}",
                context ->
                        answer(
                                context,
                                found(
                                        history.decision(context.pathParam("id")),
                                        FailureCode.DECISION_UNKNOWN,
                                        "decision '" + context.pathParam("id") + "'")));
        routes.get(
                ROOT + "/migrations",
                context -> answer(context, history.migrations(limit(context))));
        routes.get(
                ROOT + "/migrations/{id}",
                context ->
                        answer(
                                context,
                                found(
                                        history.migration(context.pathParam("id")),
                                        FailureCode.MIGRATION_UNKNOWN,
                                        "migration '" + context.pathParam("id") + "'")));
        routes.get(ROOT + "/events", new EventsHandler(events));
    }

    private void writes(RoutesConfig routes) {
        routes.post(
                ROOT + "/containers",
                context -> {
                    Requests.Run run = Json.read(context.bodyAsBytes(), Requests.Run.class);
                    answer(context.status(201), orders.run(run.toOrder()));
                });
        routes.post(
                ROOT + "/config/check",
                context -> {
                    Requests.Check file = Json.read(context.bodyAsBytes(), Requests.Check.class);
                    orders.checkConfig(file.fileName(), file.content());
                    answer(context, Map.of("valid", true));
                });
    }

    private void moves(RoutesConfig routes) {
        routes.post(
                ROOT + "/migrations",
                context -> {
                    Requests.Migrate move =
                            Json.read(context.bodyAsBytes(), Requests.Migrate.class);
                    String id =
                            orders.migrate(move.containerId(), move.targetId(), move.modeAsked());
                    context.header("Location", ROOT + "/migrations/" + id);
                    answer(context.status(202), Map.of("id", id));
                });
        routes.post(
                ROOT + "/plans",
                context -> {
                    Requests.Migrate move =
                            Json.read(context.bodyAsBytes(), Requests.Migrate.class);
                    answer(
                            context,
                            orders.plan(move.containerId(), move.targetId(), move.modeAsked()));
                });
        routes.post(
                ROOT + "/migrations/{id}/abort",
                context -> {
                    String id = context.pathParam("id");
                    orders.abort(id);
                    answer(context.status(202), Map.of("id", id));
                });
    }

    private void checks(RoutesConfig routes) {
        routes.get(
                ROOT + "/hosts/{name}/doctor",
                context -> answer(context, checks.host(new HostId(context.pathParam("name")))));
        routes.post(
                ROOT + "/checks",
                context -> {
                    // It asks the same as an order to move.
                    Requests.Migrate move =
                            Json.read(context.bodyAsBytes(), Requests.Migrate.class);
                    answer(
                            context,
                            checks.move(move.containerId(), move.targetId(), move.modeAsked()));
                });
    }

    private static void failures(RoutesConfig routes) {
        routes.exception(
                TransshipException.class,
                (failure, context) ->
                        answer(
                                context.status(HttpStatusOf.code(failure.code())),
                                FailureReport.of(failure)));
        routes.exception(
                IllegalArgumentException.class,
                (failure, context) ->
                        answer(
                                context.status(400),
                                FailureReport.of(FailureCode.USAGE, failure.getMessage() + ".")));
        routes.exception(
                HttpResponseException.class,
                (failure, context) ->
                        answer(
                                context.status(failure.getStatus()),
                                FailureReport.of(
                                        FailureCode.USAGE,
                                        sentence(failure.getStatus(), context))));
        routes.exception(
                Exception.class,
                (failure, context) -> {
                    LOG.error("{} {} failed", context.method(), context.path(), failure);
                    answer(
                            context.status(500),
                            FailureReport.of(FailureCode.INTERNAL, "the request failed."));
                });
    }

    /** What is no exception is told like one: whoever gets no answer asks again. */
    private static void broke(HttpServletResponse response, Error error) {
        LOG.error("a request broke", error);
        response.setStatus(500);
        response.setContentType("application/json; charset=utf-8");
        try {
            response.getOutputStream()
                    .write(
                            Json.write(
                                    FailureReport.of(FailureCode.INTERNAL, "the request broke.")));
        } catch (IOException e) {
            LOG.warn("The client has gone: {}", e.getMessage());
        }
    }

    private static String sentence(int status, Context context) {
        return switch (status) {
            case 404, 405 -> "there is no " + context.method() + " " + context.path() + ".";
            case 413 -> "the request is larger than 64 KiB.";
            default -> "the request was refused with status " + status + ".";
        };
    }

    private static int limit(Context context) {
        return Optional.ofNullable(context.queryParam("limit"))
                .map(text -> (int) Queries.number("limit", text, 1, MAX_LIMIT))
                .orElse(50);
    }

    private static <T> T found(Optional<T> report, FailureCode unknown, String what) {
        return report.orElseThrow(
                () -> new TransshipException(unknown, "there is no " + what + "."));
    }

    static void answer(Context context, Object report) {
        context.contentType("application/json; charset=utf-8").result(Json.write(report));
    }
}
