namespace CometHooks.Map.Expressions;

/// <summary>A compiled part of an expression. The context is what names are looked up in: the payload, or a filter's item.</summary>
internal delegate Value Evaluator(ref Frame frame, in Value context);

/// <summary>One evaluation: what it reads, and how much work it may still do.</summary>
internal struct Frame(in ExpressionInput input)
{
    private int _steps = Limits.Steps;

    public ExpressionInput Input { get; } = input;

    /// <summary>False: this evaluation has used up its work.</summary>
    public bool Spend(int size = 0) => (_steps -= 1 + (size / Limits.PerStep)) >= 0;
}
