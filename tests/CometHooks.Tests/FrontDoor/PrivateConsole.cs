using System.Text;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Gives what a test prints to that test, and all else to the console: other tests print at the same time.</summary>
internal sealed class PrivateConsole(TextWriter console) : TextWriter
{
    // Flows with the test's own calls, and into the tasks that they start.
    private readonly AsyncLocal<TextWriter?> _mine = new();

    public override Encoding Encoding => console.Encoding;

    public static PrivateConsole Install(TextWriter console, Action<TextWriter> install)
    {
        var writer = new PrivateConsole(console);
        install(writer);
        return writer;
    }

    /// <summary>From here on, what this flow of execution prints goes into the writer returned.</summary>
    public StringWriter Begin()
    {
        var mine = new StringWriter();
        _mine.Value = Synchronized(mine);
        return mine;
    }

    public override void Write(char value) => (_mine.Value ?? console).Write(value);

    public override void Write(string? value) => (_mine.Value ?? console).Write(value);

    public override void Write(char[] buffer, int index, int count) => (_mine.Value ?? console).Write(buffer, index, count);
}
