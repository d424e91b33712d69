using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace CometHooks.Operate;

/// <summary>Serilog on standard output: lines for people on a terminal, JSON for machines.</summary>
internal static class Logging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Writes to standard output and to the sinks that the container knows.</summary>
    public static void AddHubLogging(this IServiceCollection services, LogOptions options) =>
        services.AddSerilog(
            (provider, logger) =>
            {
                Configure(logger, options);
                foreach (var sink in provider.GetServices<ILogEventSink>())
                {
                    logger.WriteTo.Sink(sink);
                }
            },
            preserveStaticLogger: true); // several hubs in one process (the demo, tests) must not share a log

    /// <summary>Loggers for what happens before the container is there: plugins, AutoMapper's licence, the store.</summary>
    public static ILoggerFactory Early(LogOptions options)
    {
        var logger = new LoggerConfiguration();
        Configure(logger, options);
        return new SerilogLoggerFactory(logger.CreateLogger(), dispose: true);
    }

    private static void Configure(LoggerConfiguration logger, LogOptions options)
    {
        // The frameworks' own lines hold URLs and header values, at Debug even more: they stay at Warning at every level.
        logger.MinimumLevel.Is(LevelOf(options.Level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)

            // Says at each first start that the keys of sessions are not sealed themselves: SECURITY.md does.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .Enrich.With<LogGuard>();
        if (options.Format == "text" || (options.Format == "auto" && !Console.IsOutputRedirected))
        {
            logger.WriteTo.Console(outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        }
    }

    private static LogEventLevel LevelOf(string level) => level switch
    {
        "debug" => LogEventLevel.Debug,
        "warning" => LogEventLevel.Warning,
        "error" => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
