package io.transship.manager.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.transship.core.model.HostId;
import java.util.Map;
import java.util.Optional;

/** The routes of decisions and of maintenance. */
final class CounselRoutes {

    private CounselRoutes() {}

    static void decisions(RoutesConfig routes, String root, Counsel counsel) {
        routes.post(
                root + "/decisions/{id}/replay",
                context -> {
                    Requests.Replay body = body(context, Requests.Replay.class, "{}");
                    ApiServer.answer(context, counsel.replay(id(context), body.policyAsked()));
                });
        routes.post(
                root + "/policies/{name}/try",
                context -> {
                    Requests.Try body = body(context, Requests.Try.class, "{}");
                    ApiServer.answer(
                            context,
                            counsel.attempt(context.pathParam("name"), body.containerAsked()));
                });
        routes.post(
                root + "/decisions/{id}/approve",
                context -> {
                    String migration = counsel.approve(id(context));
                    context.header("Location", root + "/migrations/" + migration);
                    ApiServer.answer(
                            context.status(202), Map.of("decision", id(context), "id", migration));
                });
        routes.post(
                root + "/decisions/{id}/reject",
                context -> {
                    Requests.Reject body = body(context, Requests.Reject.class, "{}");
                    counsel.reject(id(context), body.reasonGiven());
                    ApiServer.answer(context, Map.of("decision", id(context)));
                });
    }

    static void drains(RoutesConfig routes, String root, Drains drains) {
        String path = root + "/hosts/{name}/drain";
        routes.get(path, context -> ApiServer.answer(context, drains.state(host(context))));
        routes.post(
                path,
                context -> ApiServer.answer(context.status(202), drains.drain(host(context))));
        routes.delete(path, context -> ApiServer.answer(context, drains.undrain(host(context))));
    }

    private static String id(Context context) {
        return context.pathParam("id");
    }

    private static HostId host(Context context) {
        return new HostId(context.pathParam("name"));
    }

    private static <T> T body(Context context, Class<T> type, String empty) {
        byte[] bytes = context.bodyAsBytes();
        return Json.read(
                Optional.of(bytes)
                        .filter(given -> given.length > 0)
                        .orElseGet(() -> empty.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                type);
    }
}
