using System.Text.Encodings.Web;
using System.Text.Json;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Check;

/// <summary>What clients sent and were told, one JSON line for each request, in the order in which they were told.</summary>
internal sealed class History : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly List<Told> _told = [];
    private readonly Dictionary<string, ClientEvent> _sent = new(StringComparer.Ordinal);
    private readonly StreamWriter? _file;

    /// <param name="path">The file; null keeps it in memory only.</param>
    public History(string? path = null) => _file = path is null ? null : new StreamWriter(path);

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<Told> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>The genuine events that were sent at least once, by their ids.</summary>
    public IReadOnlyDictionary<string, ClientEvent> Sent
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, ClientEvent>(_sent, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>About to be sent: it may have an effect from now on, whatever the answer.</summary>
    public void Sending(ClientEvent e)
    {
        lock (_lock)
        {
            _sent[e.Id] = e;
        }
    }

    public void Add(Told told)
    {
        lock (_lock)
        {
            _told.Add(told);
            _file?.WriteLine(JsonSerializer.Serialize(told, Json));
        }
    }

    public void Dispose() => _file?.Dispose();
}
