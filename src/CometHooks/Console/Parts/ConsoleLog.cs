namespace CometHooks.WebConsole.Parts;

/// <summary>What the console logs.</summary>
internal static partial class ConsoleLog
{
    public const string TryAgain = "The store did not answer as it should; the hub's log says more. Try again.";

    [LoggerMessage(1, LogLevel.Error, "A page of the console could not be read")]
    public static partial void NotRead(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "What somebody asked for in the console could not be done")]
    public static partial void NotDone(ILogger logger, Exception exception);
}
