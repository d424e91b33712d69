using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>Keeps pauses across restarts, writes to the audit trail what the hub decided by itself, and raises the alert.</summary>
internal sealed partial class PauseRecord(IRecords records, TimeProvider time, ILogger<PauseRecord> logger)
{
    /// <summary>
    /// What is written now: the change, or the pause by hand that it met. Null: nothing could be written. Never throws: a
    /// pause that could not be written still holds in this process.
    /// </summary>
    public async Task<PauseChange?> WriteAsync(string destination, PauseChange change)
    {
        if (change.Reason is null)
        {
            Log.Resumed(logger, destination);
        }
        else
        {
            Log.Paused(logger, destination, change.Reason);
        }

        try
        {
            var now = time.GetUtcNow();
            var stands = await records.SetPauseAsync(destination, change.Reason, change.ByHand, now, CancellationToken.None);
            if (stands != change.Reason)
            {
                Log.Stays(logger, destination, stands);
                return new PauseChange(stands, ByHand: true);
            }

            // What somebody does is written by whoever knows who it was.
            if (!change.ByHand)
            {
                await records.AuditAsync(
                    change.Reason is null ? new AuditEntry(now, "resume", destination, "delivery goes on: its probe was answered") : new AuditEntry(now, "pause", destination, change.Reason),
                    CancellationToken.None);
            }

            return change;
        }
        catch (Exception e)
        {
            Log.NotWritten(logger, e, destination);
            return null;
        }
    }

    /// <summary>The reason for which the destination was paused when the hub last ran; null: it was not, or nobody knows, and then the first answer tells.</summary>
    public async Task<string?> ReadAsync(string destination, CancellationToken cancellationToken)
    {
        try
        {
            return (await records.PausesAsync(cancellationToken)).TryGetValue(destination, out var pause) ? pause.Reason : null;
        }
        catch (Exception e)
        {
            Log.NotRead(logger, e, destination);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "ALERT: destination {Destination} is paused: {Reason}. Nothing is lost; every five minutes one conversion probes it")]
        public static partial void Paused(ILogger logger, string destination, string reason);

        [LoggerMessage(LogLevel.Warning, "Destination {Destination} goes on")]
        public static partial void Resumed(ILogger logger, string destination);

        [LoggerMessage(LogLevel.Warning, "Destination {Destination} stays paused: {Reason}")]
        public static partial void Stays(ILogger logger, string destination, string? reason);

        [LoggerMessage(LogLevel.Error, "The pause of destination {Destination} could not be written")]
        public static partial void NotWritten(ILogger logger, Exception exception, string destination);

        [LoggerMessage(LogLevel.Error, "Could not read whether destination {Destination} was paused")]
        public static partial void NotRead(ILogger logger, Exception exception, string destination);
    }
}
