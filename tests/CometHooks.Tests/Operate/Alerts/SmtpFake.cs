using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>A mail server that takes everything (RFC 5321), on loopback.</summary>
internal sealed class SmtpFake : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public SmtpFake()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients said, a conversation each.</summary>
    public ConcurrentQueue<string> Conversations { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        var said = new StringBuilder();
        var isData = false;
        await writer.WriteLineAsync("220 fake");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            said.AppendLine(line);
            if (isData && line != ".")
            {
                continue;
            }

            var answer = isData ? "250 taken" : line.Split(' ')[0].ToUpperInvariant() switch { "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 ok" };
            isData = answer.StartsWith("354", StringComparison.Ordinal);
            if (answer == "250 taken")
            {
                Conversations.Enqueue(said.ToString());
            }

            await writer.WriteLineAsync(answer);
        }
    }
}
