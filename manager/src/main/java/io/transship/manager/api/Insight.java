package io.transship.manager.api;

import io.transship.manager.api.report.ConfigReport;
import io.transship.manager.api.report.ForecastReport;

/** What the manager goes by. Thread-safe. */
public interface Insight {

    /** The configuration in force, and its file. */
    ConfigReport configuration();

    /** What the loads are expected to be, and how wrong that has been. */
    ForecastReport forecasts();
}
