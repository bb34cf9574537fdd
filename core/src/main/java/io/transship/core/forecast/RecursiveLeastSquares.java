package io.transship.core.forecast;

/** Linear regression, a sample at a time. Not thread-safe. */
final class RecursiveLeastSquares {

    private static final double FORGETTING = 0.998;

    /** The inverse of the ridge. */
    private static final double UNSURE = 1;

    /** A direction in which nothing comes any more must not blow up. */
    private static final double MOST_UNSURE = 1e4;

    private static final int TAUGHT = 24;

    private final double[] weights;
    private final double[][] covariance;
    private final double[] gain;
    private int samples;

    RecursiveLeastSquares(int features) {
        this.weights = new double[features];
        this.covariance = new double[features][features];
        this.gain = new double[features];
        begin();
    }

    private void begin() {
        for (int i = 0; i < weights.length; i++) {
            java.util.Arrays.fill(covariance[i], 0);
            covariance[i][i] = UNSURE;
        }
    }

    boolean hasLearnt() {
        return samples >= TAUGHT;
    }

    double answer(double[] x) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    void learn(double[] x, double target) {
        samples = Math.min(samples + 1, TAUGHT);
        double denominator = FORGETTING;
        for (int i = 0; i < weights.length; i++) {
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += covariance[i][j] * x[j];
            }
            gain[i] = sum;
            denominator += sum * x[i];
        }
        double error = target - answer(x);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += gain[i] / denominator * error;
        }
        shrink(denominator);
    }

    private void shrink(double denominator) {
        double trace = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                covariance[i][j] =
                        (covariance[i][j] - gain[i] * gain[j] / denominator) / FORGETTING;
            }
            trace += covariance[i][i];
        }
        if (!(trace < MOST_UNSURE)) {
            begin();
        }
    }
}
