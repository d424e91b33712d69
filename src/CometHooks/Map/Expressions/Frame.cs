namespace CometHooks.Map.Expressions;

/// <summary>A compiled part of an expression. The context is what names are looked up in: the payload, or a filter's item.</summary>
internal delegate Value Evaluator(ref Frame frame, in Value context);

/// <summary>One evaluation: what it reads, and how much work it may still do.</summary>
internal ref struct Frame(in ExpressionInput input)
{
    private int _steps = Limits.Steps;

    public readonly ref readonly ExpressionInput Input = ref input;

    /// <summary>One step and a little for what it reads. False: this evaluation has used up its work.</summary>
    public bool Spend(int size = 0) => SpendAll(size / Limits.PerStep);

    /// <summary>One step and one for each value that is passed by.</summary>
    public bool SpendAll(int values)
    {
        _steps = _steps < 0 ? -1 : _steps - 1 - values;
        return _steps >= 0;
    }
}
