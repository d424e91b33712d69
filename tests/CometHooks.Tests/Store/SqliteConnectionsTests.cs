using System.Buffers.Binary;
using CometHooks.Store.Sqlite;

namespace CometHooks.Tests.Store;

/// <summary>After a failed sync of the database, whatever SQLite moved before must be moved again.</summary>
public sealed class SqliteConnectionsTests : IAsyncDisposable
{
    // Where SQLite's index of the WAL says how many frames were moved: https://www.sqlite.org/walformat.html
    private const int Moved = 96;

    private readonly SqliteFile _file = new();

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public void Begun_anew_nothing_counts_as_moved_and_everything_is_there()
    {
        var connections = SqliteConnections.ToFile(_file.Path);
        SqliteSession? writer = connections.OpenWriter();
        writer.Script("create table t (x); insert into t values (1); insert into t values (2);");
        var before = connections.Move(session => session.One(SqliteStatements.Checkpoint, row => row.GetInt64(2)));
        Assert.Equal(2, connections.Read(session => session.One("select count(*) from t", row => row.GetInt64(0))));

        Assert.True(connections.TryBeginAnew(ref writer));

        Assert.Equal(2, writer!.One("select count(*) from t", row => row.GetInt64(0)));
        Assert.True(before > 0);
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes($"{_file.Path}-shm").AsSpan(Moved)));
        writer.Dispose();
        connections.Close();
    }
}
