using System.Collections.Concurrent;

namespace CometHooks.Store.Sql;

/// <param name="Endpoint">Where it arrives.</param>
/// <param name="Type">The source's word for it.</param>
internal sealed record EventType(string Endpoint, string Type);

/// <summary>Keeps a row for each event type that an endpoint ever received. Nearly every webhook is of a type that has one, so they are known by heart.</summary>
internal sealed class SqlEventTypes
{
    // A source that makes up types would fill the memory; beyond this the database is asked each time.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<EventType, bool> _known = new();

    public void Note(SqlSession session, EventType type, DateTimeOffset now)
    {
        if (!_known.ContainsKey(type))
        {
            session.Execute(
                SqlStatements.AddEventType, ("@endpoint", type.Endpoint), ("@type", type.Type), ("@first_at", SqlValues.Ms(now)));
        }
    }

    /// <summary>Only now: a batch that is rolled back has not kept what it noted.</summary>
    public void Committed(EventType? type)
    {
        if (type is not null && !_known.ContainsKey(type) && _known.Count < Most)
        {
            _known.TryAdd(type, true);
        }
    }
}
