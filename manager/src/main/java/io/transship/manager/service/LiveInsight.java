package io.transship.manager.service;

import io.transship.manager.api.Insight;
import io.transship.manager.api.report.ConfigReport;
import io.transship.manager.api.report.ForecastReport;
import io.transship.manager.forecast.LoadForecasts;

/** What the manager goes by, from the parts that know it. */
public final class LiveInsight implements Insight {

    private static final int LOADS_SHOWN = 200;

    private final LiveConfig config;
    private final LoadForecasts forecasts;

    /** An insight into these. */
    public LiveInsight(LiveConfig config, LoadForecasts forecasts) {
        this.config = config;
        this.forecasts = forecasts;
    }

    @Override
    public ConfigReport configuration() {
        return config.report();
    }

    @Override
    public ForecastReport forecasts() {
        return forecasts.report(LOADS_SHOWN);
    }
}
