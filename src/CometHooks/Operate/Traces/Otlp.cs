using OpenTelemetry;

namespace CometHooks.Operate.Traces;

/// <summary>Export by the OpenTelemetry protocol, as the standard variables say: https://opentelemetry.io/docs/specs/otel/protocol/exporter. Without an endpoint there is none.</summary>
internal static class Otlp
{
    private static readonly string[] _endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Whether somebody wants metrics and traces.</summary>
    public static bool IsWanted =>
        _endpoints.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
        && !string.Equals(Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    public static void AddOtlp(this IOpenTelemetryBuilder telemetry)
    {
        if (IsWanted)
        {
            telemetry.WithTracing(traces => traces.AddSource(HubTraces.Name)).UseOtlpExporter();
        }
    }
}
