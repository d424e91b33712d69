namespace CometHooks.WebConsole.Parts;

/// <summary>What the console logs.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(1, LogLevel.Error, "A page of the console could not be read")]
    public static partial void NotRead(ILogger logger, Exception exception);
}
