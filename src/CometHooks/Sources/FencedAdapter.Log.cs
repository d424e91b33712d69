namespace CometHooks.Sources;

internal sealed partial class FencedAdapter
{
    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Adapter of {Source} failed in {Member}: {Failure}")]
        public static partial void Failed(ILogger logger, string source, string member, string failure);

        [LoggerMessage(Level = LogLevel.Error, Message = "Adapter of {Source} hung in {Member} and was cut")]
        public static partial void Hung(ILogger logger, string source, string member);

        [LoggerMessage(Level = LogLevel.Critical, Message = "Adapter of {Source} is off: it hung too often. Its endpoints answer 503 until the hub is started again")]
        public static partial void Off(ILogger logger, string source);
    }
}
